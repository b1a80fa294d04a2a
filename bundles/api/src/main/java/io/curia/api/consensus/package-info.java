/** The seam to a consensus engine: an ordered, durable log of commands applied to one state machine. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.curia.api.consensus;
