package io.curia.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of a process, which can be set while the process runs: libfaketime, loaded before the program, adds an offset to
 * what the system says. What counts durations, and who waits for one, is left alone. Used by one thread.
 */
public final class WallClock {
    /** The one for programs with threads: with the other, a thread may for a moment see the clock as it was. */
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
    private static final Path FOLDERS = Path.of("/usr/lib");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path offset;

    /** A clock that is right. What it shows is kept in a file of the folder. */
    public WallClock(Path folder) throws IOException {
        offset = folder.resolve("wall-clock").toAbsolutePath();
        set(Duration.ZERO);
    }

    /** Whether the library is there; its package is called faketime. */
    public static boolean isPossible() {
        return library() != null;
    }

    private static Path library() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(FOLDERS, "*-linux-*")) {
            for (Path folder : folders) {
                if (Files.isReadable(folder.resolve(LIBRARY))) {
                    return folder.resolve(LIBRARY);
                }
            }
        } catch (IOException e) {
            // no such folder, no such library
            return null;
        }
        return null;
    }

    /** What a process has to be started with to go by this clock. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library().toString(), "FAKETIME_TIMESTAMP_FILE", offset.toString(), "FAKETIME_NO_CACHE", "1",
                // a JVM hangs, or its waits end at once, if these two are as they are by default
                "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1");
    }

    /** From now on the clock differs from the system's by so much, to the second. */
    public void set(Duration difference) throws IOException {
        long seconds = difference.toSeconds();
        Path next = offset.resolveSibling("wall-clock.next");
        Files.writeString(next, (seconds < 0 ? "" : "+") + seconds);
        // never half written: who cannot read it ends
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what the library leaves of a process that was killed. */
    public static void forget(long pid) {
        try {
            Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + pid));
            Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
