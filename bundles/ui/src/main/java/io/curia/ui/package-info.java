/** The web interface's files as a service. */
package io.curia.ui;
