/** What consensus engines with a log on disk have in common, whichever library keeps the log. */
package io.curia.consensus.support;
