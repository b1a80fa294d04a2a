/** The server port: its listener, its protocols, and the connections to the ports of other servers. */
package io.curia.rpc;
