/** {@code consul lock}: sessions, locks and semaphores on keys. */
package io.curia.cli.lock;
