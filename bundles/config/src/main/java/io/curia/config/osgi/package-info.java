/** The OSGi shell: publishes the configuration through ConfigurationAdmin. */
package io.curia.config.osgi;
