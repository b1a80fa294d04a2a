/** Operations as calls between agents: in Consul's own request and reply shapes (reference: gossip-rpc, section 4). */
package io.curia.core.rpc;
