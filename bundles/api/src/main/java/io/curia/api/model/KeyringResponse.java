package io.curia.api.model;

import java.util.Map;

/** What the members of one pool said to an operation on keys (reference: http-api, section 10.1). */
public record KeyringResponse(
        @Wire("WAN") boolean wan,
        String datacenter,
        String segment,
        @Wire(omitEmpty = true) Map<String, String> messages,
        Map<String, Integer> keys,
        Map<String, Integer> primaryKeys,
        int numNodes,
        @Wire(omitEmpty = true) String error) { }
