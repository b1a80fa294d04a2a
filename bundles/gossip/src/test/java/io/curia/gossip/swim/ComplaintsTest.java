package io.curia.gossip.swim;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private static final long SECOND = 1_000_000_000L;
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("test");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SimulatedTime time = new SimulatedTime();
    private final Complaints complaints = new Complaints(log, new Scheduler() {
        @Override
        public long nanos() {
            return time.now();
        }

        @Override
        public Timer after(long nanos, Runnable task) {
            return time.after(nanos, task);
        }
    });

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    private List<String> said() {
        List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        lines.list.clear();
        return said;
    }

    private void complain(int count) {
        for (int i = 0; i < count; i++) {
            complaints.about("noise", "noise from={}", i);
        }
    }

    @Test
    void differentOffendersAreAllNamed() {
        complain(3);
        assertThat(said()).containsExactly("noise from=0", "noise from=1", "noise from=2");
    }

    @Test
    void theSameIsNotSaidAgainSoon() {
        complain(1);
        complain(1);
        time.runFor(9 * SECOND);
        complain(1);
        assertThat(said()).containsExactly("noise from=0");
        time.runFor(SECOND);
        complain(1);
        assertThat(said()).containsExactly("noise from=0 (and 2 like it)");
    }

    @Test
    void aFloodIsAFewLinesAndThenOneNowAndThen() {
        complain(200);
        assertThat(said()).hasSize(5);
        time.runFor(9 * SECOND);
        complain(1);
        assertThat(said()).isEmpty();
        time.runFor(SECOND);
        complain(2);
        assertThat(said()).containsExactly("noise from=0 (and 196 like it)");
        complaints.about("other", "another kind");
        assertThat(said()).containsExactly("another kind");
        time.runFor(1000 * SECOND);
        complain(200);
        assertThat(said()).as("patience does not grow without end").hasSize(5);
    }
}
