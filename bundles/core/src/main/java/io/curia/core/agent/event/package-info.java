/** User events, and the remote execution that travels with them. */
package io.curia.core.agent.event;
