/** Gossip pools: LAN and WAN. */
package io.curia.gossip;
