/** Which servers there are, in this datacenter and others, and which of them is asked next. */
package io.curia.core.route;
