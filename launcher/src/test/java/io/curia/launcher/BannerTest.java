package io.curia.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BannerTest {
    @Test
    void showsWhoTheAgentIsAndWhereItListens() {
        AgentSettings.Facts facts = new AgentSettings.Facts("1.10.11", "id", "n1", "dc1", false, List.of("127.0.0.1"), 8500,
            -1, 8502, 8600, "127.0.0.1", 8301, 8302, false, false, false, false);
        AgentSettings settings = new AgentSettings(true, true, "memory", null, null, null, false, true, facts, List.of(), Map.of(),
            List.of());
        assertThat(Banner.text(settings)).isEqualTo("""
                       Version: '1.10.11'
                       Node ID: 'id'
                     Node name: 'n1'
                    Datacenter: 'dc1' (Segment: '<all>')
                        Server: true (Bootstrap: false)
                   Client Addr: [127.0.0.1] (HTTP: 8500, HTTPS: -1, gRPC: 8502, DNS: 8600)
                  Cluster Addr: 127.0.0.1 (LAN: 8301, WAN: 8302)
                       Encrypt: Gossip: false, TLS-Outgoing: false, TLS-Incoming: false, Auto-Encrypt-TLS: false

            ==> Log data will now stream in as it occurs:

            """);
    }
}
