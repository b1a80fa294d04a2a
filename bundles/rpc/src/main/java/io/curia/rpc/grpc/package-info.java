/** gRPC over HTTP/2, the server's side: calls with one request and a stream of answers. */
package io.curia.rpc.grpc;
