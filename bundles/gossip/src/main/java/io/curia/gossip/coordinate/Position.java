package io.curia.gossip.coordinate;

import io.curia.api.model.Coordinate;
import java.util.ArrayList;
import java.util.List;

/** A coordinate as it is calculated with; all in seconds. The array is never changed. */
record Position(double[] vec, double error, double adjustment, double height) {
    static final int DIMENSIONS = 8;
    static final double LEAST_HEIGHT = 10.0e-6;
    static final double LARGEST_ERROR = 1.5;
    static final Position ORIGIN = new Position(new double[DIMENSIONS], LARGEST_ERROR, 0, LEAST_HEIGHT);

    /** Null when it is none that can be calculated with. */
    static Position of(Coordinate coordinate) {
        if (coordinate.vec().size() != DIMENSIONS) {
            return null;
        }
        double[] vec = new double[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vec[i] = coordinate.vec().get(i);
        }
        Position position = new Position(vec, coordinate.error(), coordinate.adjustment(), coordinate.height());
        return position.finite() ? position : null;
    }

    Coordinate coordinate() {
        List<Double> values = new ArrayList<>(DIMENSIONS);
        for (double value : vec) {
            values.add(value);
        }
        return new Coordinate(List.copyOf(values), error, adjustment, height);
    }

    boolean finite() {
        boolean finite = Double.isFinite(error) && Double.isFinite(adjustment) && Double.isFinite(height);
        for (double value : vec) {
            finite &= Double.isFinite(value);
        }
        return finite;
    }

    /** Without the adjustments. */
    double rawDistance(Position other) {
        return length(difference(vec, other.vec)) + height + other.height;
    }

    double distance(Position other) {
        double raw = rawDistance(other);
        double adjusted = raw + adjustment + other.adjustment;
        return adjusted > 0 ? adjusted : raw;
    }

    static double[] difference(double[] one, double[] other) {
        double[] result = new double[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            result[i] = one[i] - other[i];
        }
        return result;
    }

    static double length(double[] vec) {
        double sum = 0;
        for (double value : vec) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
