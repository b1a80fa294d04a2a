package io.curia.itests;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Follows the health of a service over gRPC, as an agent of Consul's does, with a client that is made of bytes. */
final class HealthFollower implements AutoCloseable {
    private static final String METHOD = "/subscribe.StateChangeSubscription/Subscribe";

    private final Socket socket;
    private final Thread reader;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile String end = "";

    /** @param index up to which all is known already, below 128; 0 for nothing */
    HealthFollower(int port, String service, int index) throws IOException {
        socket = new Socket("127.0.0.1", port);
        OutputStream out = socket.getOutputStream();
        out.write(8);
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(HexFormat.of().parseHex("000000040000000000"));
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(0x83);
        fields.write(0x86);
        fields.write(0x44);
        text(fields, METHOD);
        fields.write(0x5F);
        text(fields, "application/grpc");
        frame(out, 1, 4, fields.toByteArray());
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {8, 1, 0x12});
        text(message, service);
        message.writeBytes(new byte[] {0x20, (byte) index});
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 0, 0, 0, (byte) message.size()});
        body.writeBytes(message.toByteArray());
        frame(out, 0, 1, body.toByteArray());
        reader = new Thread(this::read, "health-follower");
        reader.start();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(OutputStream out, int type, int flags, byte[] payload) throws IOException {
        out.write(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, 1});
        out.write(payload);
    }

    private void read() {
        StringBuilder body = new StringBuilder();
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                in.readInt();
                String payload = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
                if (type == 0) {
                    split(body.append(payload));
                } else if (type == 3 || type == 7 || type == 1 && (flags & 1) != 0) {
                    end = "frame " + type + ": " + payload;
                }
            }
        } catch (IOException e) {
            if (end.isEmpty()) {
                end = String.valueOf(e.getMessage());
            }
        }
    }

    /** Takes the messages out of what has come: a byte, four of length, and as many as these say. */
    private void split(StringBuilder body) {
        while (body.length() >= 5) {
            int length = body.charAt(3) << 8 | body.charAt(4);
            if (body.length() < 5 + length) {
                return;
            }
            events.add(body.substring(5, 5 + length));
            body.delete(0, 5 + length);
        }
    }

    /** What has come so far, as it is on the wire. */
    List<String> events() {
        return new ArrayList<>(events);
    }

    /** How it ended; "" while it goes on. */
    String end() {
        return end;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        reader.join(5000);
    }
}
