package io.curia.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk for the data of one server, which can be full. Only in a {@link Sandbox}. */
final class Disk implements AutoCloseable {
    private final Path folder;
    private final Path filler;

    private Disk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    static Disk mount(Path folder) throws IOException, InterruptedException {
        Shell.run("mount -t tmpfs -o size=96m none " + folder);
        return new Disk(folder);
    }

    void fill() throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!Files.exists(filler)) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    /** What is on it is gone when nobody uses it any more. */
    @Override
    public void close() throws IOException, InterruptedException {
        Shell.run("umount --lazy " + folder);
    }
}
