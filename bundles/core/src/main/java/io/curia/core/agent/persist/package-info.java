/** What the agent keeps in its data directory. */
package io.curia.core.agent.persist;
