/** The replicated log on Atomix: the second engine behind the consensus SPI. */
package io.curia.raft.atomix;
