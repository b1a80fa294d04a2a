/** The engine that runs health checks. */
package io.curia.core.agent.check;
