/** Health checks by reports of the checked itself, and its silence. */
package io.curia.checks.ttl;
