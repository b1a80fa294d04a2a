/** Health checks by the checks of another service or node. */
package io.curia.checks.alias;
