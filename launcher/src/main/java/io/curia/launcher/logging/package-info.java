/** The agent's log: lines in Consul's format to console, file and followers, set up in code. */
package io.curia.launcher.logging;
