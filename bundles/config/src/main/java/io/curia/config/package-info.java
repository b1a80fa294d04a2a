/** Files and flags to one typed, immutable agent configuration. */
package io.curia.config;
