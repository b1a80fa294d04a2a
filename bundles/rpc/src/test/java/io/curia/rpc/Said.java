package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What servers of tests warn of. */
final class Said implements AutoCloseable {
    private final Logger log = (Logger) LoggerFactory.getLogger(TestServer.class);
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    Said() {
        appender.start();
        log.setLevel(Level.WARN);
        log.setAdditive(false);
        log.addAppender(appender);
    }

    /** There will be one line about the client; what it says behind its address. */
    void expect(Socket client, String line) {
        await().untilAsserted(() -> assertThat(of(client)).containsExactly(line));
    }

    private List<String> of(Socket client) {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : events) {
            String[] parts = event.getFormattedMessage().split("127.0.0.1:" + client.getLocalPort() + " ", 2);
            if (parts.length == 2) {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                lines.add(parts[1]);
            }
        }
        return lines;
    }

    @Override
    public void close() {
        log.detachAppender(appender);
    }
}
