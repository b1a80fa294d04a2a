/** One thread for sockets and timers. */
package io.curia.gossip.net;
