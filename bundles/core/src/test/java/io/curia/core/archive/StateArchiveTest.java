package io.curia.core.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.core.fsm.Cluster;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StateArchiveTest {
    private final Cluster cluster = new Cluster();
    private final StateArchive archive = new StateArchive(cluster.store, cluster.msgpack, () -> null, () -> 1_000);

    @Test
    void aDamagedArchiveIsRefusedWithoutALeaderBeingAsked() {
        cluster.set("a", "1");
        byte[] whole = archive.save().content();
        assertThatThrownBy(() -> archive.restore(whole).join()).hasMessageContaining("No cluster leader");
        for (int length : new int[] {0, 1, 10, whole.length / 2, whole.length - 9}) {
            assertThatThrownBy(() -> archive.restore(Arrays.copyOf(whole, length)).join())
                    .isInstanceOf(CompletionException.class).hasMessageContaining("snapshot");
        }
    }

    @Property(tries = 200)
    void anyBytesAreRefused(@ForAll @Size(max = 2000) byte[] bytes) {
        assertThatThrownBy(() -> archive.restore(bytes).join()).hasMessageContaining("failed to");
    }

    @Test
    void namesItsIndex() {
        cluster.set("a", "1");
        cluster.set("a", "2");
        assertThat(archive.save().index()).isEqualTo(2);
    }
}
