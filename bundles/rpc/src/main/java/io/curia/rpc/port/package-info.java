/** The listener of the server port: who may connect, and which protocol a connection speaks. */
package io.curia.rpc.port;
