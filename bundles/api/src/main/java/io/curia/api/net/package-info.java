/** Non-blocking connections for whoever probes many peers with few threads; errors in the words of Go's net package. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.curia.api.net;
