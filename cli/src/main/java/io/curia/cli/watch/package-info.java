/** {@code consul watch}. */
package io.curia.cli.watch;
