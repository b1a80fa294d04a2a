/** Reads service and check definitions, and decides whether they make sense. */
package io.curia.core.agent.parse;
