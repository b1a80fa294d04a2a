/** How records become JSON and msgpack: one walker over record components for both, on Jackson's streaming layer. */
package io.curia.core.codec;
