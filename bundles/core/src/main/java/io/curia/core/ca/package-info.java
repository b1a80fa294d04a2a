/** The mesh's certificate authority: so far its root. */
package io.curia.core.ca;
