/** Health checks by programs in containers. */
package io.curia.checks.docker;
