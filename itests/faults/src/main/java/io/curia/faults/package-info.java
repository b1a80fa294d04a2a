/**
 * The fault suite. {@link io.curia.faults.FaultRun} starts servers as processes, each on an address of its own; a
 * {@code Workload} records what clients asked and were answered while the {@code Nemesis} carries out a schedule that
 * comes from a seed; the checkers judge what was recorded.
 */
package io.curia.faults;
