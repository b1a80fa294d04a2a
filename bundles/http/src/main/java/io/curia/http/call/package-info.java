/** One request on its way: parameters, body, answer. */
package io.curia.http.call;
