/** The agent's HTTP interface as commands see it. */
package io.curia.cli.api;
