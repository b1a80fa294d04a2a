/** The commands of {@code consul intention}. */
package io.curia.cli.intention;
