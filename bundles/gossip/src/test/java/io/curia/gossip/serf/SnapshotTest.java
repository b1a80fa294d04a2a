package io.curia.gossip.serf;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.gossip.Member;
import io.curia.gossip.serf.Snapshot.Content;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final StringBuilder file = new StringBuilder();
    private int replaced;
    private final Snapshot.Storage storage = new Snapshot.Storage() {
        @Override
        public void append(String text) {
            file.append(text);
        }

        @Override
        public void replace(String text) {
            file.setLength(0);
            file.append(text);
            replaced++;
        }
    };
    private final Snapshot snapshot = new Snapshot(storage, Content.NONE, 0);

    private static Member member(String name, int status) {
        return new Member(name, "10.0.0.1", 8301, Map.of(), status, 1, 5, 2, 2, 5, 4);
    }

    private Content content(boolean rejoin) {
        return Content.parse(List.of(file.toString().split("\n")), rejoin);
    }

    @Test
    void saysWhoIsThereAndWhatTimeItIs() {
        snapshot.member(member("a b", Member.ALIVE), false);
        snapshot.member(member("c", Member.ALIVE), false);
        snapshot.member(member("c", Member.FAILED), false);
        snapshot.clocks(7, 8, 9);
        snapshot.flush();
        assertThat(file).hasToString("alive: a b 10.0.0.1:8301\nalive: c 10.0.0.1:8301\nnot-alive: c\nclock: 7\n"
                + "event-clock: 8\nquery-clock: 9\n");
        assertThat(content(false)).isEqualTo(new Content(Map.of("a b", "10.0.0.1:8301"), 7, 8, 9));
        assertThat(content(false).addresses("me")).containsExactly("10.0.0.1:8301");
        assertThat(content(false).addresses("a b")).isEmpty();
    }

    @Test
    void aLeaveIsTheLastWord() {
        snapshot.member(member("a", Member.ALIVE), false);
        snapshot.leave();
        snapshot.member(member("a", Member.LEFT), false);
        snapshot.flush();
        assertThat(content(false)).isEqualTo(Content.NONE);
        assertThat(content(true).alive()).containsKey("a");
    }

    @Test
    void isWrittenAnewWhenItHasOutgrownWhatItSays() {
        for (int i = 0; i < 20_000; i++) {
            snapshot.member(member("a", i % 2 == 0 ? Member.ALIVE : Member.FAILED), false);
            snapshot.flush();
        }
        snapshot.member(member("b", Member.ALIVE), false);
        snapshot.flush();
        assertThat(replaced).isBetween(1, 10);
        assertThat(file.length()).isLessThan(150_000);
        assertThat(content(false).alive()).containsOnlyKeys("b");
    }

    @Test
    void readsWhatIsTornOrOld() {
        assertThat(Content.parse(List.of("# comment", "coordinate: {}", "alive: ", "clock: x", "clock: 5", "event-clock: -1",
                "alive: a 1.2.3.4:5", "aliv"), false)).isEqualTo(new Content(Map.of("a", "1.2.3.4:5"), 5, 0, 0));
    }
}
