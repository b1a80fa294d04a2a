/** SWIM with Lifeguard: who is there, and telling everyone. Speaks memberlist's protocol. */
package io.curia.gossip.swim;
