/** The DS components of the core: thin shells around the engines in the packages below. */
package io.curia.core;
