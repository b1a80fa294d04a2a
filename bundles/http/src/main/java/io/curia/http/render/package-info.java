/** Answers as bytes. */
package io.curia.http.render;
