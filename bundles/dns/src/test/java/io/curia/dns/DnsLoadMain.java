package io.curia.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;

/**
 * Measures queries per second: of the path to kept answers alone, and over UDP with a window of outstanding queries from
 * the same machine. Run by hand; the numbers are printed.
 */
public final class DnsLoadMain {
    private static final int WINDOW = 64;

    private DnsLoadMain() { }

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        try (DnsFixture dns = new DnsFixture()) {
            dns.directory.node("a", "127.0.0.1", Map.of("consul-network-segment", ""));
            for (int i = 0; i < 10; i++) {
                dns.directory.node("n" + i, "10.0.0." + i, Map.of());
                dns.directory.service("n" + i, "web", 80 + i, "");
            }
            String[][] questions = {{"a.node.consul", "A"}, {"web.service.consul", "A"}, {"web.service.consul", "SRV"}};
            for (int round = 0; round < 2; round++) {
                for (String[] question : questions) {
                    byte[] query = DnsFixture.query(question[0], question[1], -1).toWire();
                    System.out.printf("%-20s %-4s path %,11d/s   udp %,8d/s%n", question[0], question[1],
                            path(dns, query, seconds), udp(dns, query, seconds));
                }
            }
        }
    }

    private static long path(DnsFixture dns, byte[] query, int seconds) throws Exception {
        PacketHandler handler = dns.service().handler();
        handler.answer(query.clone(), false, InetAddress.getLoopbackAddress(), message -> { });
        ByteBuffer out = ByteBuffer.allocateDirect(65536);
        long end = System.nanoTime() + seconds * 1_000_000_000L / 2;
        long count = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 1000; i++) {
                out.clear();
                if (!handler.answerKept(query, query.length, false, out)) {
                    handler.answer(query.clone(), false, InetAddress.getLoopbackAddress(), message -> { });
                }
                count++;
            }
        }
        return count * 2 / seconds;
    }

    private static long udp(DnsFixture dns, byte[] query, int seconds) throws Exception {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(dns.address());
            ByteBuffer out = ByteBuffer.allocateDirect(512).put(query).flip();
            ByteBuffer in = ByteBuffer.allocateDirect(65536);
            for (int i = 0; i < WINDOW; i++) {
                channel.write(out.rewind());
            }
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            long count = 0;
            while (System.nanoTime() < end) {
                in.clear();
                channel.read(in);
                count++;
                channel.write(out.rewind());
            }
            return count / seconds;
        }
    }
}
