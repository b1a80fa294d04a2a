/** Runs operations: consistency, blocking, shared answers, retries; once for all of them. */
package io.curia.core.dispatch;
