/** Jetty: listeners, routing, limits. */
package io.curia.http.server;
