/** The commands of {@code consul services}. */
package io.curia.cli.services;
