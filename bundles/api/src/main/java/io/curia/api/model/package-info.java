/** Records of the catalog, the key-value store, sessions and events: one definition for HTTP, RPC and the consensus log. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.curia.api.model;
