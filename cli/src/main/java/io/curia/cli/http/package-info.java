/** A small HTTP client over plain sockets. */
package io.curia.cli.http;
