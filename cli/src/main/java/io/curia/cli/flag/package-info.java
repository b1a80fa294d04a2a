/** Go-style flags. */
package io.curia.cli.flag;
