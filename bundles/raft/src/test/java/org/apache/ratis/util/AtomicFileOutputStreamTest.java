package org.apache.ratis.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileOutputStreamTest {
    @TempDir
    Path folder;
    private File file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("raft-meta"), "term=1").toFile();
    }

    @Test
    void shouldReplaceTheFileWhenItIsClosed() throws Exception {
        try (OutputStream out = new AtomicFileOutputStream(file)) {
            out.write("term=2".getBytes(StandardCharsets.UTF_8));
            assertThat(file).hasContent("term=1");
        }
        assertThat(file).hasContent("term=2");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    /**
     * Fault suite, seed 1001, a full disk: the term and the vote were lost, and the log could not be opened again. (What makes
     * the write fail is not the point.)
     */
    @Test
    void shouldLeaveTheFileWhenItCannotBeWritten() {
        assertThatThrownBy(() -> {
            try (OutputStream out = new AtomicFileOutputStream(file)) {
                out.write(new byte[1], 0, 2);
            }
        }).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(file).hasContent("term=1");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }
}
