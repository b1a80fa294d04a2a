/** Sockets on an event loop, with or without TLS, and what is read from the first bytes of a connection. */
package io.curia.rpc.net;
