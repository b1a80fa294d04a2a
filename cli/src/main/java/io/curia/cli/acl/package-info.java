/** The commands of {@code consul acl}, {@code login} and {@code logout}. */
package io.curia.cli.acl;
