/** Operations as values, the dispatcher that runs them, and the typed errors they end with. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.curia.api.op;
