/** The commands of {@code consul catalog}. */
package io.curia.cli.catalog;
