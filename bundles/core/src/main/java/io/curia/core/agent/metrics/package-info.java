/** The agent's metrics. */
package io.curia.core.agent.metrics;
