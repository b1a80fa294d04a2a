/** The seam to a gossip pool. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.curia.api.gossip;
