package io.curia.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.raft.Batch.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Test
    void shouldReadWhatItWrote() {
        List<byte[]> contents = List.of(new byte[0], new byte[] {1}, new byte[] {2, 3, 4}, new byte[300]);
        Batch batch = new Batch(contents.stream().map(Command::new).toList());

        assertThat(Batch.read(batch.getContent())).usingRecursiveComparison().isEqualTo(contents);
        assertThat(Batch.count(batch.getContent())).isEqualTo(4);
    }
}
