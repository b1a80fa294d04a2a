/** Commands for those who run a cluster's servers. */
package io.curia.cli.operator;
