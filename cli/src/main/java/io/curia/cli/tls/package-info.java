/** The commands of {@code consul tls}: a small certificate authority in files. */
package io.curia.cli.tls;
