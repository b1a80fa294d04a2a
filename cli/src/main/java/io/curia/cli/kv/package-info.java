/** The commands of {@code consul kv}. */
package io.curia.cli.kv;
