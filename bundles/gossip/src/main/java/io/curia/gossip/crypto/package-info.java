/** The keys that encrypt what members exchange. */
package io.curia.gossip.crypto;
