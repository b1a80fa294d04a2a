package io.curia.gossip.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.Coordinate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VivaldiTest {
    private static double distance(Coordinate one, Coordinate other) {
        return Position.of(one).distance(Position.of(other));
    }

    /** Members on a line, each 10 ms from the next. */
    @Test
    void distancesAreLearnt() {
        int size = 10;
        SplittableRandom random = new SplittableRandom(1);
        Vivaldi[] members = new Vivaldi[size];
        for (int i = 0; i < size; i++) {
            members[i] = new Vivaldi(random.split());
        }
        for (int round = 0; round < 1000; round++) {
            for (int i = 0; i < size; i++) {
                int j = random.nextInt(size);
                if (i != j) {
                    assertThat(members[i].observe("n" + j, members[j].coordinate(), Math.abs(i - j) * 10_000_000L)).isTrue();
                }
            }
        }
        double wrong = 0;
        int pairs = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double truth = (i - j) * 0.01;
                wrong += Math.abs(distance(members[i].coordinate(), members[j].coordinate()) - truth) / truth;
                pairs++;
            }
        }
        assertThat(wrong / pairs).as("mean relative error").isLessThan(0.15);
        assertThat(members[0].resets()).isZero();
    }

    @Test
    void nonsenseChangesNothing() {
        Vivaldi vivaldi = new Vivaldi(new SplittableRandom(1));
        Coordinate before = vivaldi.coordinate();
        assertThat(vivaldi.observe("a", new Coordinate(List.of(1.0), 1, 0, 0), 1_000_000)).isFalse();
        assertThat(vivaldi.observe("a", new Coordinate(List.of(Double.NaN, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 1, 0, 0),
                1_000_000)).isFalse();
        assertThat(vivaldi.observe("a", Coordinate.ORIGIN, 11_000_000_000L)).isFalse();
        assertThat(vivaldi.observe("a", Coordinate.ORIGIN, -1)).isFalse();
        assertThat(vivaldi.coordinate()).isEqualTo(before).isEqualTo(Coordinate.ORIGIN);
    }

    @Test
    void whoIsFarOutOfThisWorldIsNoReasonToFollow() {
        Vivaldi vivaldi = new Vivaldi(new SplittableRandom(1));
        double far = Double.MAX_VALUE;
        vivaldi.observe("a", new Coordinate(List.of(far, far, far, far, far, far, far, far), 1, 0, 0), 1_000_000);
        assertThat(Position.of(vivaldi.coordinate())).isNotNull();
        assertThat(vivaldi.resets()).isEqualTo(1);
    }
}
