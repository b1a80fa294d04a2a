/** Health checks by HTTP/2 pings. */
package io.curia.checks.h2ping;
