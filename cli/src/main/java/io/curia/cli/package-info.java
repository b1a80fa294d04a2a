/** The command line: a plain main that loads what one command needs and nothing else. */
package io.curia.cli;
