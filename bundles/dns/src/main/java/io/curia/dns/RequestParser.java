package io.curia.dns;

import java.io.IOException;
import java.net.InetAddress;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

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
            Message message = new Message(packet);
            Record question = message.getQuestion();
            return new Request(word(packet, 0), word(packet, 2), question.getName(), question.getType(),
                    question.getDClass(), edns(message.getOPT()), tcp, client);
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

    private static Request.Edns edns(OPTRecord opt) {
        if (opt == null) {
            return null;
        }
        for (EDNSOption option : opt.getOptions(EDNSOption.Code.CLIENT_SUBNET)) {
            if (option instanceof ClientSubnetOption subnet) {
                return new Request.Edns(opt.getPayloadSize(), subnet);
            }
        }
        return new Request.Edns(opt.getPayloadSize(), null);
    }
}
