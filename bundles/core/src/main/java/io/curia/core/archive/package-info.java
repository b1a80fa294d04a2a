/** Snapshots as files: a gzip'd tar of the state, what it is of, and checksums (reference: gossip-rpc, section 5.1). */
package io.curia.core.archive;
