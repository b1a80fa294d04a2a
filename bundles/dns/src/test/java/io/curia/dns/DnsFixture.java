package io.curia.dns;

import io.curia.testkit.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A running DNS service on a free port over a fake directory, and a client for it. */
final class DnsFixture implements AutoCloseable {
    final FakeDirectory directory = new FakeDirectory();
    volatile String token = "";
    private final DnsService service;
    private final InetSocketAddress address;

    DnsFixture(Object... keysAndValues) {
        this(Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC), System::nanoTime, keysAndValues);
    }

    DnsFixture(Clock clock, LongSupplier nanoClock, Object... keysAndValues) {
        service = new DnsService(new DnsService.Environment(
                () -> new DnsEngine.Agent(directory, "a", "dc1", () -> token), clock, nanoClock, new Random(42),
                () -> new Random(43)));
        try {
            service.apply(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.one())),
                    TestSettings.with(keysAndValues));
            address = service.listening().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    DnsService service() {
        return service;
    }

    static Message query(String name, String type, int edns, EDNSOption... options) {
        try {
            Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.value(type), DClass.IN));
            if (edns >= 0) {
                query.addRecord(new OPTRecord(edns, 0, 0, 0, options), Section.ADDITIONAL);
            }
            return query;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Message ask(String name, String type) {
        return udp(query(name, type, -1));
    }

    Message ask(String name, String type, int edns, EDNSOption... options) {
        return udp(query(name, type, edns, options));
    }

    Message udp(Message query) {
        byte[] answer = udp(query.toWire());
        if (answer == null) {
            throw new AssertionError("no answer");
        }
        return parse(answer);
    }

    static Message parse(byte[] packet) {
        try {
            return new Message(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The raw answer, or null for silence. */
    byte[] udp(byte[] packet) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(packet.length < 12 ? 100 : 5000);
            socket.send(new DatagramPacket(packet, packet.length, address));
            DatagramPacket in = new DatagramPacket(new byte[65536], 65536);
            socket.receive(in);
            return Arrays.copyOf(in.getData(), in.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Message tcp(String name, String type) {
        return tcp(List.of(query(name, type, -1))).get(0);
    }

    /** Sends all queries at once, then reads as many answers. */
    List<Message> tcp(List<Message> queries) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(5000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Message query : queries) {
                byte[] wire = query.toWire();
                all.write(wire.length >> 8);
                all.write(wire.length);
                all.write(wire);
            }
            out.write(all.toByteArray());
            socket.shutdownOutput();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            List<Message> answers = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                answers.add(parse(in.readNBytes(in.readUnsignedShort())));
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Code and flags, for example {@code NOERROR qr aa rd}. */
    static String head(Message message) {
        return Rcode.string(message.getHeader().getRcode()) + ' ' + message.getHeader().printFlags().trim();
    }

    static List<String> answers(Message message) {
        return section(message, Section.ANSWER);
    }

    static List<String> authority(Message message) {
        return section(message, Section.AUTHORITY);
    }

    static List<String> additional(Message message) {
        return section(message, Section.ADDITIONAL);
    }

    static boolean truncated(Message message) {
        return message.getHeader().getFlag(Flags.TC);
    }

    private static List<String> section(Message message, int section) {
        return message.getSection(section).stream().map(DnsFixture::text).sorted().toList();
    }

    private static String text(Record record) {
        if (record instanceof OPTRecord opt) {
            return "OPT " + opt.getPayloadSize();
        }
        String data = record instanceof SOARecord soa ? soa.getHost() + " " + soa.getAdmin() + " " + soa.getRefresh()
                + " " + soa.getRetry() + " " + soa.getExpire() + " " + soa.getMinimum()
                : record instanceof TXTRecord txt ? '"' + String.join("\" \"", txt.getStrings()) + '"'
                : record.rdataToString();
        return record.getName() + " " + record.getTTL() + " " + Type.string(record.getType()) + " " + data;
    }

    @Override
    public void close() {
        service.close();
    }
}
