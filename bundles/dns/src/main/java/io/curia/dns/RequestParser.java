package io.curia.dns;

import java.io.IOException;
import java.net.InetAddress;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Reads queries, and decides what becomes of packets that are none. */
final class RequestParser {
    private static final int HEADER = 12;
    private static final int MAX_ADDITIONAL = 2;

    private RequestParser() { }

    /** A packet that is no query: answered with a code, or with silence when that is negative. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        /** The code, negative for silence. */
        final int rcode;

        Refused(int rcode) {
            super("refused", null, false, false);
            this.rcode = rcode;
        }
    }

    static Request parse(byte[] packet, boolean tcp, InetAddress client) throws Refused {
        if (packet.length < HEADER || (packet[2] & 0x80) != 0) {
            throw new Refused(-1);
        }
        if ((packet[2] >> 3 & 15) != Opcode.QUERY) {
            throw new Refused(Rcode.NOTIMP);
        }
        if (word(packet, 4) != 1 || word(packet, 6) > 1 || word(packet, 8) > 1 || word(packet, 10) > MAX_ADDITIONAL) {
            throw new Refused(Rcode.FORMERR);
        }
        try {
            DNSInput in = new DNSInput(packet);
            in.jump(HEADER);
            Name name = new Name(in);
            int type = in.readU16();
            int dclass = in.readU16();
            Request.Edns edns = edns(in, word(packet, 6) + word(packet, 8) + word(packet, 10));
            return new Request(word(packet, 0), word(packet, 2), name, type, dclass, edns, tcp, client);
        } catch (IOException | RuntimeException e) {
            // The codec reports malformed content with several exceptions, unchecked ones among them.
            throw new Refused(Rcode.FORMERR);
        }
    }

    /** The answer to a packet that is no query: its header with a code; null for silence. */
    static byte[] refusal(byte[] packet, int rcode) {
        if (rcode < 0) {
            return null;
        }
        byte[] header = new byte[HEADER];
        header[0] = packet[0];
        header[1] = packet[1];
        header[2] = (byte) (0x80 | packet[2] & 0x79);
        header[3] = (byte) rcode;
        return header;
    }

    /** Whether a flag of the header is set. */
    static boolean has(int flags, int flag) {
        return (flags & 1 << 15 - flag) != 0;
    }

    /** The flags that an answer repeats. */
    static int repeated(int flags) {
        return flags & (1 << 15 - Flags.RD | 1 << 15 - Flags.CD);
    }

    static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    /** Passes over the records behind the question; the OPT record among them, or null. */
    private static Request.Edns edns(DNSInput in, int records) throws IOException {
        Request.Edns edns = null;
        for (int i = 0; i < records; i++) {
            Name owner = new Name(in);
            int type = in.readU16();
            int dclass = in.readU16();
            in.readU32();
            byte[] data = in.readByteArray(in.readU16());
            if (type == Type.OPT) {
                if (edns != null || owner.length() > 1) {
                    throw new IOException("a second or a named OPT record");
                }
                edns = new Request.Edns(dclass, subnet(data));
            }
        }
        return edns;
    }

    private static Subnet subnet(byte[] options) throws IOException {
        DNSInput in = new DNSInput(options);
        Subnet subnet = null;
        while (in.remaining() > 0) {
            int code = in.readU16();
            byte[] data = in.readByteArray(in.readU16());
            if (code == Subnet.OPTION) {
                subnet = Subnet.parse(data);
                if (subnet == null) {
                    throw new IOException("a malformed client subnet");
                }
            }
        }
        return subnet;
    }
}
