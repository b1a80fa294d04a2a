/** What runs and why something else does not; bundles that an operator adds, replaces and removes. */
package io.curia.platform;
