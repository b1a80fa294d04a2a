/** The services of the local agent: its services and checks, events, metrics, logs and control. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.curia.api.agent;
