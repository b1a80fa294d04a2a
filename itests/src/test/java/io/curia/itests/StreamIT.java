package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health is followed over gRPC on the server port. */
class StreamIT {
    private static final String END_OF_SNAPSHOT = "\u0010\u0001";
    private static final String NEW_SNAPSHOT = "\u0018\u0001";

    @TempDir
    private Path work;

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20));
    }

    private static void register(AgentProcess agent, String id, int port) throws Exception {
        assertThat(agent.put("/v1/catalog/register", "{\"Node\": \"elsewhere\", \"Address\": \"10.0.0.9\", \"Service\": "
                + "{\"ID\": \"" + id + "\", \"Service\": \"shop\", \"Port\": " + port + "}}").statusCode()).isEqualTo(200);
    }

    @Test
    void aSubscriberGetsASnapshotAndThenEveryChange() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady()) {
            register(agent, "shop-1", 80);
            register(agent, "shop-2", 80);
            try (HealthFollower follower = new HealthFollower(agent.port("server"), "shop", 0)) {
                eventually().untilAsserted(() -> assertThat(follower.events()).hasSize(3));
                assertThat(follower.events().get(0)).contains("elsewhere", "10.0.0.9", "shop-1");
                assertThat(follower.events().get(1)).contains("shop-2");
                assertThat(follower.events().get(2)).endsWith(END_OF_SNAPSHOT);
                register(agent, "shop-3", 80);
                eventually().untilAsserted(() -> assertThat(follower.events()).hasSize(4).last().asString().contains("shop-3"));
                assertThat(agent.put("/v1/catalog/deregister", "{\"Node\": \"elsewhere\"}").statusCode()).isEqualTo(200);
                eventually().untilAsserted(() -> assertThat(follower.events()).hasSize(5).last().asString()
                        .contains("shop-1", "shop-2", "shop-3"));
                assertThat(follower.end()).isEmpty();
            }
            try (HealthFollower follower = new HealthFollower(agent.port("server"), "shop", 1)) {
                eventually().untilAsserted(() -> assertThat(follower.events()).hasSize(2));
                assertThat(follower.events().get(0)).endsWith(NEW_SNAPSHOT);
                assertThat(follower.events().get(1)).endsWith(END_OF_SNAPSHOT);
            }
            assertThat(agent.log()).doesNotContain("\tat ");
        }
    }
}
