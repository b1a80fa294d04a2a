/** The endpoints of the v1 API. */
package io.curia.http.endpoint;
