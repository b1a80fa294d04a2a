/** Health checks by TCP connections. */
package io.curia.checks.tcp;
