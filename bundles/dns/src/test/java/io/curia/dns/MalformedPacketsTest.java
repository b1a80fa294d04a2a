package io.curia.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Message;

/** Packets of any content end in an answer or in silence, and harm nothing. */
class MalformedPacketsTest {
    private static DnsFixture dns;
    private static PacketHandler handler;

    @BeforeContainer
    static void start() {
        dns = new DnsFixture();
        dns.directory.node("n", "10.0.0.1", Map.of("k", "v"));
        dns.directory.service("n", "web", 80, "");
        handler = dns.service().handler();
    }

    @AfterContainer
    static void stop() {
        dns.close();
    }

    private static List<byte[]> handle(byte[] packet, boolean tcp) {
        List<byte[]> answers = new ArrayList<>();
        ByteBuffer out = ByteBuffer.allocate(65536);
        if (handler.answerKept(packet, packet.length, tcp, out)) {
            byte[] kept = new byte[out.flip().remaining()];
            out.get(kept);
            answers.add(kept);
        }
        handler.answer(packet, tcp, InetAddress.getLoopbackAddress(), answers::add);
        return answers;
    }

    @Property(tries = 2000)
    void bearsRandomBytes(@ForAll @Size(max = 100) byte[] packet, @ForAll boolean tcp) {
        assertThat(handle(packet, tcp)).allSatisfy(answer -> {
            assertThat(answer.length).isGreaterThanOrEqualTo(12);
            assertThat(answer[0]).isEqualTo(packet[0]);
            assertThat(answer[2] & 0x80).isEqualTo(0x80);
        });
    }

    @Property(tries = 3000)
    void bearsDamagedQueries(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int damages) throws Exception {
        Random random = new Random(seed);
        String[] names = {"n.node.consul", "web.service.consul", "_web._tcp.consul", "7f000001.addr.consul", "4.3.2.1.in-addr.arpa"};
        String[] types = {"A", "SRV", "ANY", "SOA", "TXT"};
        Message query = DnsFixture.query(names[random.nextInt(names.length)], types[random.nextInt(types.length)],
                random.nextInt(3) * 1000 - 1, new ClientSubnetOption(24, InetAddress.getByName("198.18.0.0")));
        byte[] packet = query.toWire();
        for (int i = 0; i < damages; i++) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        byte[] cut = Arrays.copyOf(packet, random.nextInt(4) > 0 ? packet.length : random.nextInt(packet.length + 1));
        for (byte[] answer : handle(cut, random.nextBoolean())) {
            assertThat(DnsFixture.parse(answer).getHeader().getID()).isEqualTo((cut[0] & 0xFF) << 8 | cut[1] & 0xFF);
        }
    }

    /** The short way and the long way say the same. */
    @Property(tries = 500)
    void answersAlikeFromMemory(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder name = new StringBuilder();
        for (char c : (random.nextBoolean() ? "web.service.consul" : "n.node.dc1.consul").toCharArray()) {
            name.append(random.nextInt(4) == 0 ? Character.toUpperCase(c) : c);
        }
        String type = new String[] {"A", "SRV", "AAAA", "ANY"}[random.nextInt(4)];
        byte[] packet = DnsFixture.query(name.toString(), type, random.nextInt(3) * 1000 - 1).toWire();
        packet[3] |= (byte) (random.nextBoolean() ? 0x10 : 0);
        handle(packet, false);
        List<byte[]> answers = handle(packet, false);
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).isEqualTo(answers.get(1));
    }

    @Example
    void answersAsIsUsual() {
        try (DnsFixture own = new DnsFixture()) {
            byte[] query = DnsFixture.query("n.node.consul", "A", -1).toWire();
            assertThat(own.udp(new byte[5])).isNull();
            byte[] twoQuestions = query.clone();
            twoQuestions[5] = 2;
            assertThat(own.udp(twoQuestions)).hasSize(12).satisfies(answer -> assertThat(answer[3]).isEqualTo((byte) 1));
            byte[] cut = Arrays.copyOf(query, 20);
            assertThat(own.udp(cut)).hasSize(12).satisfies(answer -> assertThat(answer[3]).isEqualTo((byte) 1));
            byte[] update = query.clone();
            update[2] = 5 << 3;
            assertThat(own.udp(update)).satisfies(answer -> assertThat(answer[3]).isEqualTo((byte) 4));
            byte[] answer = query.clone();
            answer[2] |= (byte) 0x80;
            assertThat(handle(answer, false)).isEmpty();
        }
    }
}
