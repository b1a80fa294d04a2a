/** The DNS interface: name parsing, answer building, trimming, caching, the UDP and TCP servers and recursion. */
package io.curia.dns;
