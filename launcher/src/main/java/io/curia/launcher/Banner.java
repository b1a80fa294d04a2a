package io.curia.launcher;

/** What an agent prints before its log begins. */
final class Banner {
    private Banner() {
    }

    static String text(AgentSettings settings) {
        AgentSettings.Facts facts = settings.facts();
        StringBuilder text = new StringBuilder(700);
        line(text, "Version", quoted(facts.version()));
        line(text, "Node ID", quoted(facts.nodeId()));
        line(text, "Node name", quoted(facts.nodeName()));
        line(text, "Datacenter", quoted(facts.datacenter()) + " (Segment: '" + (settings.server() ? "<all>" : "") + "')");
        line(text, "Server", settings.server() + " (Bootstrap: " + facts.bootstrap() + ")");
        line(text, "Client Addr", "[" + String.join(" ", facts.clientAddresses()) + "] (HTTP: " + facts.http() + ", HTTPS: "
            + facts.https() + ", gRPC: " + facts.grpc() + ", DNS: " + facts.dns() + ")");
        line(text, "Cluster Addr", facts.clusterAddress() + " (LAN: " + facts.lan() + ", WAN: " + facts.wan() + ")");
        line(text, "Encrypt", "Gossip: " + facts.encrypted() + ", TLS-Outgoing: " + facts.tlsOut() + ", TLS-Incoming: "
            + facts.tlsIn() + ", Auto-Encrypt-TLS: " + facts.autoEncrypt());
        return text.append("\n==> Log data will now stream in as it occurs:\n\n").toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(" ".repeat(18 - name.length())).append(name).append(": ").append(value).append('\n');
    }

    private static String quoted(String value) {
        return "'" + value + "'";
    }
}
