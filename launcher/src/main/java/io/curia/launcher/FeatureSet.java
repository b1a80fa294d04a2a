package io.curia.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The bundles that make up a kind of agent, in the order in which they start; the build expands it from the features.
 * A line is: symbolic name, {@code connect} or {@code bundle}, {@code start} or {@code install}, jar; tabs between.
 */
record FeatureSet(String name, List<Entry> bundles) {
    /** A bundle; a connected one is loaded from the class path, others by the framework. */
    record Entry(String symbolicName, boolean connect, boolean start, String jar) { }

    private static final int FIELDS = 4;

    static FeatureSet read(Path lib, String name) throws IOException {
        List<Entry> bundles = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(lib.resolve(name + ".bundles"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                bundles.add(entry(name, line));
            }
        }
        return new FeatureSet(name, bundles);
    }

    private static Entry entry(String name, String line) throws IOException {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IOException("feature set " + name + " is damaged: " + line);
        }
        return new Entry(fields[0], fields[1].equals("connect"), fields[2].equals("start"), fields[3]);
    }
}
