/** The commands of {@code consul connect}. */
package io.curia.cli.connect;
