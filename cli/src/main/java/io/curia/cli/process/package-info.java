/** Child processes and signals. */
package io.curia.cli.process;
