/** Health checks by programs. */
package io.curia.checks.script;
