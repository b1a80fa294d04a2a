package io.curia.consensus.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Counts the calls that force data to disk in a child JVM, with strace. */
public final class SyncCount {
    private static final long LIMIT_SECONDS = 60;

    private SyncCount() { }

    /** @return the number of fsync, fdatasync and msync calls of the whole run of {@code main} */
    public static long of(Class<?> main, Path scratch, String... arguments) throws IOException, InterruptedException {
        assumeStrace();
        Path counts = Files.createTempFile(scratch, "strace", ".txt");
        Path output = Files.createTempFile(scratch, "child", ".txt");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-c", "-e", "trace=fsync,fdatasync,msync",
                "-o", counts.toString(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
            throw new AssertionError("the child did not end: " + Files.readString(output));
        }
        if (child.exitValue() != 0) {
            throw new AssertionError("the child failed: " + Files.readString(output));
        }
        return sum(Files.readAllLines(counts));
    }

    /** Skips the calling test where strace is missing or may not trace. */
    private static void assumeStrace() throws InterruptedException {
        try {
            Process probe = new ProcessBuilder("strace", "-f", "-c", "-o", "/dev/null", "true")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Assumptions.assumeTrue(probe.waitFor() == 0, "strace may not trace here");
        } catch (IOException e) {
            Assumptions.abort("strace is not installed: " + e.getMessage());
        }
    }

    /** Lines look like {@code 97.10 0.01 12 100 2 fdatasync}: share, seconds, each, calls, errors if any, name. */
    private static long sum(List<String> lines) {
        long calls = 0;
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words[words.length - 1].endsWith("sync")) {
                calls += Long.parseLong(words[3]);
            }
        }
        return calls;
    }
}
