/** The replicated log on Apache Ratis. */
package io.curia.raft;
