/** Streams of events about services, in the form of Consul's own (subscribe.proto and pbservice), for agents that follow them over gRPC. */
package io.curia.core.stream;
