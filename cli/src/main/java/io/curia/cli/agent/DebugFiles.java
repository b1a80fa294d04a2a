package io.curia.cli.agent;

import io.curia.cli.Time;
import io.curia.cli.flag.GoDuration;
import io.curia.cli.json.JsonText;
import io.curia.cli.text.TarWriter;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What was gathered, kept in memory up to a bound, until it is written as a directory or an archive. */
final class DebugFiles {

    /** Gathering stops being useful long before this. */
    private static final long MAX_BYTES = 256L << 20;

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Time time;
    private long size;

    DebugFiles(Time time) {
        this.time = time;
    }

    synchronized void add(String name, byte[] content) throws IOException {
        size += content.length;
        if (size > MAX_BYTES) {
            throw new IOException("more than " + (MAX_BYTES >> 20) + " MiB were gathered");
        }
        files.put(name, content);
    }

    void json(String name, Object value) throws IOException {
        add(name, (JsonText.indented(value, "\t") + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void index(String version, long interval, long duration, List<String> targets) throws IOException {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("Version", 1);
        index.put("AgentVersion", version);
        index.put("Interval", GoDuration.format(interval));
        index.put("Duration", GoDuration.format(duration));
        index.put("Targets", new ArrayList<Object>(targets));
        json("index.json", index);
    }

    synchronized void directory(File directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.toPath().resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    synchronized void archive(File archive, String folder) throws IOException {
        try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(new FileOutputStream(archive)))) {
            TarWriter tar = new TarWriter(out, time.millis() / 1000);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                tar.file(folder + "/" + file.getKey(), file.getValue());
            }
            tar.end();
        }
    }
}
