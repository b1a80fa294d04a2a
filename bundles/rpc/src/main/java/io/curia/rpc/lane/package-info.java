/** The connections that carry the consensus engine's messages. */
package io.curia.rpc.lane;
