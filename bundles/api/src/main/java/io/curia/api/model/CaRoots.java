package io.curia.api.model;

import java.util.List;

/** All root certificates, and which of them signs. */
public record CaRoots(String activeRootID, String trustDomain, List<CaRoot> roots) { }
