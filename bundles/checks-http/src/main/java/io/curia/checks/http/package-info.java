/** Health checks by HTTP requests. */
package io.curia.checks.http;
