package io.curia.api.model;

import java.util.List;

/** A network coordinate: seconds in eight dimensions, and what Vivaldi keeps beside. */
public record Coordinate(List<Double> vec, double error, double adjustment, double height) {
    /** Where every node starts: the origin, with the largest error and the smallest height. */
    public static final Coordinate ORIGIN =
            new Coordinate(List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 1.5, 0, 1e-5);
}
