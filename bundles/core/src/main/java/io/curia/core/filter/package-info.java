/** Filter expressions over the records of the API, and regular expressions as Go reads them. */
package io.curia.core.filter;
