/** The contract of {@link io.curia.api.consensus.Consensus} as tests that each engine extends. */
package io.curia.consensus.testkit;
