/** The store: immutable trees behind one volatile root, one writer, any number of readers, no locks. */
package io.curia.core.store;
