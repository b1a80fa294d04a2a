/** {@code consul exec}: runs a command on many nodes, through keys, a session and an event. */
package io.curia.cli.exec;
