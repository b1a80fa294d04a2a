/** Who is trusted, and as whom this agent shows itself: TLS of the server port and of connections to others. */
package io.curia.rpc.tls;
