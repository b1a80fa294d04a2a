/** The OSGi shell of the HTTP frontend: configuration, services, start and stop. */
package io.curia.http;
