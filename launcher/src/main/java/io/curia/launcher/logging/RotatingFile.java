package io.curia.launcher.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A log file that is renamed to {@code name-<nanoseconds since 1970>.log} when it is old or large enough. Its caller
 * serialises the calls.
 */
public final class RotatingFile implements LineAppender.Sink {
    private static final String DEFAULT_NAME = "consul.log";

    private final Path file;
    private final LogSettings settings;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private OutputStream out;
    private long size;
    private long opened;
    /** In the name of the file that was rotated last. */
    private long last;

    /**
     * Opens it.
     *
     * @param clock for the names; it may be set
     * @param nanoTime for ages; it never jumps
     */
    RotatingFile(LogSettings settings, Clock clock, LongSupplier nanoTime) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.file = settings.file();
        open();
    }

    /** The file that a configuration names: in a directory it is {@code consul.log}. */
    public static Path path(String text) {
        Path named = Path.of(text);
        return text.endsWith("/") || Files.isDirectory(named) ? named.resolve(DEFAULT_NAME) : named;
    }

    private void open() throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        size = Files.size(file);
        opened = nanoTime.getAsLong();
    }

    @Override
    public void write(byte[] line) throws IOException {
        boolean large = settings.rotateBytes() > 0 && size >= settings.rotateBytes();
        boolean old = settings.rotateMillis() > 0
                && nanoTime.getAsLong() - opened >= TimeUnit.MILLISECONDS.toNanos(settings.rotateMillis());
        if (large || old) {
            rotate();
        }
        out.write(line);
        size += line.length;
    }

    private void rotate() throws IOException {
        out.close();
        // also if the clock was set back, as the first by name are the first to be deleted
        last = Math.max(last + 1, clock.millis() * 1_000_000);
        while (Files.exists(rotated(last))) {
            last++;
        }
        Files.move(file, rotated(last));
        prune();
        open();
    }

    private Path rotated(long nanos) {
        return file.resolveSibling(stem() + "-" + nanos + extension());
    }

    private String stem() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - extension().length());
    }

    private String extension() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot);
    }

    private void prune() throws IOException {
        if (settings.rotateFiles() == 0) {
            return;
        }
        List<Path> rotated = new ArrayList<>();
        Path directory = file.getParent() == null ? Path.of("") : file.getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, this::isRotated)) {
            files.forEach(rotated::add);
        }
        Collections.sort(rotated);
        int keep = Math.max(settings.rotateFiles(), 0);
        for (int i = 0; i < rotated.size() - keep; i++) {
            Files.deleteIfExists(rotated.get(i));
        }
    }

    private boolean isRotated(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(stem() + "-") && name.endsWith(extension())
            && name.length() > stem().length() + 1 + extension().length()
            && name.substring(stem().length() + 1, name.length() - extension().length()).chars().allMatch(Character::isDigit);
    }

    void close() throws IOException {
        out.close();
    }
}
