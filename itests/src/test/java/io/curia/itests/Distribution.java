package io.curia.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The built program, and the bundles that its features list. */
final class Distribution {
    /** A line of a feature set. */
    record Entry(String symbolicName, boolean start, Path jar) { }

    private Distribution() {
    }

    static Path home() {
        return Path.of(System.getProperty("curia.home")).toAbsolutePath().normalize();
    }

    /** The bundles of a feature set in start order. */
    static List<Entry> bundles(String set) {
        Path lib = home().resolve("lib");
        try (Stream<String> lines = Files.lines(lib.resolve(set + ".bundles"))) {
            return lines.map(line -> line.split("\t"))
                .map(fields -> new Entry(fields[0], fields[2].equals("start"), lib.resolve(fields[3]))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
