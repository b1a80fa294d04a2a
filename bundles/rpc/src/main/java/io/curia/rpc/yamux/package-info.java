/** Many streams over one connection: the yamux protocol as an engine without I/O. */
package io.curia.rpc.yamux;
