package io.curia.api.model;

import java.util.List;

/** The coordinates of a datacenter's servers. */
public record DatacenterCoordinates(String datacenter, String areaID, List<NodeCoordinate> coordinates) { }
