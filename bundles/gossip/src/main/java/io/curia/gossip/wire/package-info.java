/** The bytes that members exchange: messages, packets, streams. */
package io.curia.gossip.wire;
