/** Health checks by UDP datagrams. */
package io.curia.checks.udp;
