/** The server's side of HTTP/2 (RFC 9113), as far as gRPC needs it. */
package io.curia.rpc.http2;
