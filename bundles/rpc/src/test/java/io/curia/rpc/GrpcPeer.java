package io.curia.rpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A client of gRPC that is made of bytes. */
final class GrpcPeer implements AutoCloseable {
    static final String PREFACE = hex("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    static final String SETTINGS = "000000040000000000";
    static final String SETTINGS_ACK = "000000040100000000";
    static final String METHOD = "/subscribe.StateChangeSubscription/Subscribe";
    /** POST, http, and fields that the other side is to remember; the authority in Huffman's code, www.example.com. */
    static final String FIELDS = "8386" + "44" + text(METHOD) + "418cf1e3c2e5f23a6ba0ab90f4ff" + "5f" + text("application/grpc")
            + "40" + text("te") + text("trailers");
    /** The same again, as it is remembered. */
    static final String FIELDS_AGAIN = "8386" + "c1c0bfbe";
    /** What a response begins with: no dynamic table, 200, content-type. */
    static final String RESPONSE = "20" + "88" + "0f10" + text("application/grpc");
    static final String STATUS_0 = "20" + "00" + text("grpc-status") + text("0");

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** A frame that came. */
    record Frame(int type, int flags, int stream, String payload) { }

    GrpcPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A connection on which both sides have said hello. */
    static GrpcPeer connected(TestServer server) throws IOException {
        GrpcPeer peer = new GrpcPeer(new Socket("127.0.0.1", server.address().getPort()));
        peer.send("08");
        peer.hello();
        return peer;
    }

    void hello() throws IOException {
        send(PREFACE + SETTINGS);
        next(4);
        next(4);
    }

    static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** A text of HPACK's as it is. */
    static String text(String ascii) {
        return "%02x".formatted(ascii.length()) + hex(ascii);
    }

    static String frame(int type, int flags, int stream, String payload) {
        return "%06x%02x%02x%08x".formatted(payload.length() / 2, type, flags, stream) + payload;
    }

    /** A message with its prefix. */
    static String message(String payload) {
        return "00%08x".formatted(payload.length() / 2) + payload;
    }

    void send(String hex) throws IOException {
        out.write(HexFormat.of().parseHex(hex));
    }

    /** Makes a call. */
    void call(int stream, String fields, String request) throws IOException {
        send(frame(1, 4, stream, fields) + frame(0, 1, stream, message(request)));
    }

    Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, HexFormat.of().formatHex(in.readNBytes(length)));
    }

    /** The next frame of this type. */
    Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    /** What comes until the other side closes. */
    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (java.net.SocketException e) {
            // closed while we were still sending
            return HexFormat.of().formatHex(all.toByteArray());
        }
        return HexFormat.of().formatHex(all.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
