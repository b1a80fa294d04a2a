package io.curia.core.agent;

import java.util.Map;

/** What the agent is, as the catalog shows its node; all but the metadata holds for the life of the process. */
public record NodeIdentity(String id, String name, String datacenter, String address,
        Map<String, String> taggedAddresses, Map<String, String> meta) { }
