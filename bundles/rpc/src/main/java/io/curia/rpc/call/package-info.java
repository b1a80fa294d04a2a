/** Calls as Go's net/rpc frames them in msgpack: their server and their client. */
package io.curia.rpc.call;
