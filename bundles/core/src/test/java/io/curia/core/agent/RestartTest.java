package io.curia.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.core.agent.persist.FileDefinitionStore;
import io.curia.core.codec.GoJson;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    private Path dir;

    private Bench start() {
        Bench bench = new Bench(new FileDefinitionStore(dir, new GoJson()));
        bench.agent.restore();
        return bench;
    }

    @Test
    void whatWasRegisteredIsThereAgainAndReportsHoldForTheirTime() {
        Bench first = start();
        first.service("{\"ID\": \"keep1\", \"Name\": \"keep\", \"Tags\": [\"t\"], \"Check\": {\"CheckID\": \"kc\", "
                + "\"TTL\": \"120s\"}}");
        first.check("{\"ID\": \"nc\", \"Name\": \"nc\", \"TTL\": \"120s\", \"Status\": \"passing\"}");
        first.agent.updateTtl("kc", "passing", "before");
        first.agent.serviceMaintenance("keep1", true, "r", "");
        Bench second = start();
        assertThat(second.agent.services()).isEqualTo(first.agent.services());
        assertThat(second.agent.checks()).containsOnlyKeys("_service_maintenance:keep1", "kc", "nc");
        assertThat(second.status("kc")).isEqualTo("passing");
        assertThat(second.output("kc")).isEqualTo("before");
        assertThat(second.status("nc")).isEqualTo("critical");
        assertThat(second.agent.checks().get("_service_maintenance:keep1").notes()).isEqualTo("r");
        second.time.advance(121_000);
        assertThat(second.output("kc")).isEqualTo("TTL expired");
        second.agent.deregisterService("keep1");
        Bench third = start();
        assertThat(third.agent.services()).isEmpty();
        assertThat(third.agent.checks()).containsOnlyKeys("nc");
    }

    @Test
    void theConfigurationWinsOverWhatWasKept() {
        start().service("{\"Name\": \"web\", \"Port\": 1}");
        Bench second = start();
        second.agent.configure(List.of(second.parser.service(Bench.bytes("{\"Name\": \"web\", \"Port\": 2}"))), List.of());
        assertThat(second.agent.services().get("web").port()).isEqualTo(2);
        assertThat(start().agent.services()).isEmpty();
    }
}
