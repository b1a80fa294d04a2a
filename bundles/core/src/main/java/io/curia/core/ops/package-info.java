/** The operations: each read a pure function of a request and a view, each write a command made of a request. */
package io.curia.core.ops;
