/** Watches of the agent's configuration. */
package io.curia.core.agent.watch;
