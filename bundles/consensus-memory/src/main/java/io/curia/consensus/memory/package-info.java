/** The consensus engine of a development agent: one server that always leads, nothing on disk. */
package io.curia.consensus.memory;
