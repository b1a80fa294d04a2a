package io.curia.dns;

import io.curia.api.op.Dispatcher;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;

/** One query again and again, as the UDP server's thread handles it. In this package, as the engine shows itself to no other. */
public final class KeptAnswers {
    private static final int HASH_SEED = 17;

    private final byte[] query;
    private final PacketHandler handler;
    private final ByteBuffer out = ByteBuffer.allocate(4096);

    /** For A records of a name. */
    public KeptAnswers(Dispatcher dispatcher, String name) {
        DnsServerConfig defaults = (DnsServerConfig) Proxy.newProxyInstance(KeptAnswers.class.getClassLoader(),
                new Class<?>[] {DnsServerConfig.class}, (proxy, method, args) -> method.getDefaultValue());
        DnsEngine engine = new DnsEngine(SettingsReader.settings(defaults),
                new DnsEngine.Agent(dispatcher, "n0", "dc1", () -> ""), null, Runnable::run, Clock.systemUTC(),
                System::nanoTime, new Random(1), HASH_SEED);
        handler = new PacketHandler(() -> engine, HASH_SEED, new Random(2));
        query = query(name);
    }

    private static byte[] query(String name) {
        ByteBuffer packet = ByteBuffer.allocate(512);
        packet.putShort((short) 4711).putShort((short) 0x0100).putShort((short) 1).putShort((short) 0)
                .putShort((short) 0).putShort((short) 0);
        for (String label : name.split("\\.")) {
            packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        packet.put((byte) 0).putShort((short) 1).putShort((short) 1);
        byte[] bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }

    /** The length of the answer; one in a second is made anew, as in the server. */
    public int ask() {
        out.clear();
        if (!handler.answerKept(query, query.length, false, out)) {
            handler.answer(query, false, InetAddress.getLoopbackAddress(), out::put);
        }
        return out.position();
    }
}
