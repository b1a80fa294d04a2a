/** The process: command line or agent, its signals and exit code, and the framework with the shipped bundles in it. */
package io.curia.launcher;
