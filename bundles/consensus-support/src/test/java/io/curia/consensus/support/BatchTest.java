package io.curia.consensus.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.consensus.support.Batch.Command;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Test
    void shouldReadWhatItWrote() {
        List<byte[]> contents = List.of(new byte[0], new byte[] {1}, new byte[] {2, 3, 4}, new byte[300]);
        Batch batch = new Batch(contents.stream().map(Command::new).toList());

        assertThat(Batch.read(ByteBuffer.wrap(batch.encode()))).usingRecursiveComparison().isEqualTo(contents);
        assertThat(Batch.count(ByteBuffer.wrap(batch.encode()))).isEqualTo(4);
    }
}
