package io.curia.launcher.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    private static final long DAY_MILLIS = 24 * 60 * 60 * 1_000L;

    @TempDir
    private Path temp;
    private final SettableClock clock = new SettableClock();
    private long nanos = -1;

    @Test
    void aDirectoryGetsConsulLog() {
        assertThat(RotatingFile.path(temp.toString())).isEqualTo(temp.resolve("consul.log"));
        assertThat(RotatingFile.path(temp + "/new/")).isEqualTo(temp.resolve("new/consul.log"));
        assertThat(RotatingFile.path(temp + "/a.txt")).isEqualTo(temp.resolve("a.txt"));
    }

    @Test
    void rotatesWhenLargeEnough() throws IOException {
        RotatingFile file = file(10, 0, 0);
        for (String line : List.of("0123456789", "abc", "def")) {
            write(file, line);
        }
        assertThat(names()).containsExactly("x-1000000.log", "x.log");
        assertThat(temp.resolve("x-1000000.log")).hasContent("0123456789");
        assertThat(temp.resolve("x.log")).hasContent("abcdef");
    }

    @Test
    void rotatesWhenOldEnough() throws IOException {
        RotatingFile file = file(0, 1_000, 0);
        write(file, "a");
        pass(999);
        write(file, "b");
        pass(1);
        write(file, "c");
        assertThat(temp.resolve("x.log")).hasContent("c");
    }

    @Test
    void isAsOldAsItIsWhateverTheClockSays() throws IOException {
        clock.millis = DAY_MILLIS;
        RotatingFile file = file(0, 1_000, 0);
        write(file, "a");
        clock.millis += DAY_MILLIS;
        write(file, "b");
        assertThat(names()).containsExactly("x.log");
        clock.millis = 1;
        pass(1_000);
        write(file, "c");
        assertThat(temp.resolve("x.log")).hasContent("c");
    }

    @Test
    void keepsTheNewestWhenTheClockWasSetBack() throws IOException {
        clock.millis = DAY_MILLIS;
        RotatingFile file = file(1, 0, 2);
        for (String line : List.of("a", "b", "c", "d", "e")) {
            write(file, line);
            clock.millis -= 1_000;
        }
        List<String> names = names();
        assertThat(names).hasSize(3);
        assertThat(temp.resolve(names.get(0))).hasContent("c");
        assertThat(temp.resolve(names.get(1))).hasContent("d");
        assertThat(temp.resolve("x.log")).hasContent("e");
    }

    @Test
    void keepsAsManyAsItIsTold() throws IOException {
        RotatingFile file = file(1, 0, 2);
        for (clock.millis = 1; clock.millis < 7; clock.millis++) {
            write(file, "a");
        }
        assertThat(names()).containsExactly("x-5000000.log", "x-6000000.log", "x.log");
    }

    @Test
    void keepsNoneIfToldSo() throws IOException {
        RotatingFile file = file(1, 0, -1);
        write(file, "a");
        write(file, "b");
        assertThat(names()).containsExactly("x.log");
    }

    private RotatingFile file(long bytes, long millis, int files) throws IOException {
        return new RotatingFile(new LogSettings("INFO", false, temp.resolve("x.log"), bytes, millis, files), clock, () -> nanos);
    }

    private void pass(long millis) {
        clock.millis += millis;
        nanos += millis * 1_000_000;
    }

    private static void write(RotatingFile file, String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static final class SettableClock extends Clock {
        private long millis = 1;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }
}
