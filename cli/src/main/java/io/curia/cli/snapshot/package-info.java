/** The commands of {@code consul snapshot}. */
package io.curia.cli.snapshot;
