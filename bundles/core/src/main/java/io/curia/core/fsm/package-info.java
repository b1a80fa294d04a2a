/** The state machine: commands of the consensus log, applied to the store. Deterministic: no clock, no randomness. */
package io.curia.core.fsm;
