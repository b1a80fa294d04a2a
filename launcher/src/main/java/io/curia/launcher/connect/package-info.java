/** Bundles whose classes come from the application class path, so that a class-data archive covers them. */
package io.curia.launcher.connect;
