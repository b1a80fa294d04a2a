/** The commands of {@code consul config}. */
package io.curia.cli.config;
