/** Network coordinates. */
package io.curia.gossip.coordinate;
