/** What members are to each other beyond being there: tags, events, queries. Speaks Serf's protocol. */
package io.curia.gossip.serf;
