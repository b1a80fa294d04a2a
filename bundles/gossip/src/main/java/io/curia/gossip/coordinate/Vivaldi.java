package io.curia.gossip.coordinate;

import io.curia.api.model.Coordinate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * This member's place in the network, learnt from round-trip times (Vivaldi, with heights, an adjustment for what the model
 * does not explain, and a pull to the origin so that all do not drift away together). Holds a few samples for each member;
 * {@link #forget} must be called for those that are gone. One thread.
 */
public final class Vivaldi {
    private static final double ERROR_SHARE = 0.25;
    private static final double FORCE_SHARE = 0.25;
    private static final int ADJUSTMENT_WINDOW = 20;
    private static final int SAMPLES = 3;
    private static final double GRAVITY = 150.0;
    private static final double ZERO = 1.0e-6;
    private static final double LONGEST = 10.0;
    private static final double NANOS = 1.0e9;
    private final RandomGenerator random;
    private final Map<String, double[]> samples = new HashMap<>();
    private final double[] adjustments = new double[ADJUSTMENT_WINDOW];
    private int nextAdjustment;
    private Position position = Position.ORIGIN;
    private int resets;

    public Vivaldi(RandomGenerator random) {
        this.random = random;
    }

    public Coordinate coordinate() {
        return position.coordinate();
    }

    /** How often a result was of no use and we began anew. */
    public int resets() {
        return resets;
    }

    public void forget(String member) {
        samples.remove(member);
    }

    /** A member at a place answered after a while. False when that makes no sense: nothing has changed then. */
    public boolean observe(String member, Coordinate place, long nanos) {
        Position other = Position.of(place);
        double seconds = nanos / NANOS;
        if (other == null || seconds < 0 || seconds > LONGEST) {
            return false;
        }
        double rtt = median(member, seconds);
        move(other, rtt);
        adjust(other, rtt);
        double pull = position.distance(Position.ORIGIN) / GRAVITY;
        position = pushed(position, -pull * pull, Position.ORIGIN);
        if (!position.finite()) {
            resets++;
            position = Position.ORIGIN;
        }
        return true;
    }

    /** Of the last few of a member; one slow answer says nothing. */
    private double median(String member, double seconds) {
        double[] before = samples.getOrDefault(member, new double[0]);
        double[] now = before.length < SAMPLES ? Arrays.copyOf(before, before.length + 1)
                : Arrays.copyOfRange(before, 1, before.length + 1);
        now[now.length - 1] = seconds;
        samples.put(member, now);
        double[] sorted = now.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void move(Position other, double seconds) {
        double rtt = Math.max(seconds, ZERO);
        double distance = position.distance(other);
        double wrongness = Math.abs(distance - rtt) / rtt;
        double weight = position.error() / Math.max(position.error() + other.error(), ZERO);
        double error = Math.min(Position.LARGEST_ERROR,
                ERROR_SHARE * weight * wrongness + position.error() * (1 - ERROR_SHARE * weight));
        Position surer = new Position(position.vec(), error, position.adjustment(), position.height());
        position = pushed(surer, FORCE_SHARE * weight * (rtt - distance), other);
    }

    private void adjust(Position other, double rtt) {
        adjustments[nextAdjustment] = rtt - position.rawDistance(other);
        nextAdjustment = (nextAdjustment + 1) % ADJUSTMENT_WINDOW;
        double sum = 0;
        for (double sample : adjustments) {
            sum += sample;
        }
        position = new Position(position.vec(), position.error(), sum / (2.0 * ADJUSTMENT_WINDOW), position.height());
    }

    /** Away from the other one, or towards it when the force is negative. */
    private Position pushed(Position from, double force, Position other) {
        double[] direction = Position.difference(from.vec(), other.vec());
        double apart = Position.length(direction);
        if (apart > ZERO) {
            scale(direction, 1 / apart);
        } else {
            direction = anyDirection();
        }
        double[] vec = from.vec().clone();
        for (int i = 0; i < vec.length; i++) {
            vec[i] += direction[i] * force;
        }
        double height = from.height();
        if (apart > ZERO) {
            height = Math.max(Position.LEAST_HEIGHT, (height + other.height()) * force / apart + height);
        }
        return new Position(vec, from.error(), from.adjustment(), height);
    }

    private double[] anyDirection() {
        double[] direction = new double[Position.DIMENSIONS];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextDouble() - 0.5;
        }
        double length = Position.length(direction);
        if (length > ZERO) {
            scale(direction, 1 / length);
        } else {
            direction[0] = 1;
        }
        return direction;
    }

    private static void scale(double[] vec, double factor) {
        for (int i = 0; i < vec.length; i++) {
            vec[i] *= factor;
        }
    }
}
