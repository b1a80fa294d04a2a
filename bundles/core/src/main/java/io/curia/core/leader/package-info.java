/** What the leader does besides answering: session timers, lock-delays, members into the catalog, tombstones. */
package io.curia.core.leader;
