/** Commands about the agent and its cluster. */
package io.curia.cli.agent;
