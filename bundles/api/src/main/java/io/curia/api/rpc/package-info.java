/** The seam to the server port: calls between agents, whatever carries them. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.curia.api.rpc;
