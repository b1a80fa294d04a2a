package io.curia.dns;

/**
 * Reads the question of a usual query straight from the packet, without an object: the key of the answer cache. Whatever
 * is not usual (other opcodes, several questions, client subnets, compressed names) is left to the parser.
 * One instance belongs to one thread.
 */
final class QuestionScan {
    /** Where the question's name begins. */
    static final int NAME = 12;
    private static final int MAX_NAME = 255;
    private static final int TYPE_OPT = 41;
    private static final int OPTION_SUBNET = 8;
    private static final int OPT_FIXED = 11;

    private final int seed;
    /** The name in lower case, with its length octets. */
    final byte[] name = new byte[MAX_NAME];
    /** Length of the name with its root. */
    int nameLength;
    int type;
    int dclass;
    /** The UDP size of the OPT record, -1 without one. */
    int ednsSize;
    boolean mixedCase;
    boolean tcp;
    int hash;

    /** @param seed keeps others from choosing names that collide */
    QuestionScan(int seed) {
        this.seed = seed;
    }

    /** Lower-cases a byte if it is an ASCII letter. */
    static byte fold(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    /** Whether the packet is a usual query; then the fields describe it. */
    boolean scan(byte[] packet, int length, boolean overTcp) {
        // One question, no answers, at most one additional record; the opcode QUERY, not an answer.
        if (length < NAME + 5 || (packet[2] & 0xF8) != 0 || packet[4] != 0 || packet[5] != 1 || packet[6] != 0
                || packet[7] != 0 || packet[8] != 0 || packet[9] != 0 || packet[10] != 0 || (packet[11] & 0xFF) > 1) {
            return false;
        }
        int end = scanName(packet, length);
        if (end < 0 || end + 4 > length) {
            return false;
        }
        type = RequestParser.word(packet, end);
        dclass = RequestParser.word(packet, end + 2);
        ednsSize = -1;
        if (packet[11] == 1 && !scanOpt(packet, end + 4, length)) {
            return false;
        }
        tcp = overTcp;
        hash = mix(hash * 31 + type + (ednsSize << 8) + (mixedCase ? 7 : 0) + (tcp ? 13 : 0));
        return true;
    }

    private int scanName(byte[] packet, int length) {
        int at = NAME;
        int h = seed;
        boolean upper = false;
        while (at < length) {
            int label = packet[at];
            if (label == 0) {
                name[at - NAME] = 0;
                nameLength = at - NAME + 1;
                hash = h;
                mixedCase = upper;
                return at + 1;
            }
            int next = at + label + 1;
            if (label < 0 || label > 63 || next >= length || next - NAME >= MAX_NAME) {
                return -1;
            }
            name[at - NAME] = (byte) label;
            h = h * 31 + label;
            for (int i = at + 1; i < next; i++) {
                byte folded = fold(packet[i]);
                upper |= folded != packet[i];
                name[i - NAME] = folded;
                h = h * 31 + folded;
            }
            at = next;
        }
        return -1;
    }

    /** A plain OPT record of version 0 without a client subnet. */
    private boolean scanOpt(byte[] packet, int at, int length) {
        if (at + OPT_FIXED > length || packet[at] != 0 || RequestParser.word(packet, at + 1) != TYPE_OPT
                || packet[at + 5] != 0 || packet[at + 6] != 0) {
            return false;
        }
        ednsSize = RequestParser.word(packet, at + 3);
        int end = at + OPT_FIXED + RequestParser.word(packet, at + 9);
        if (end > length) {
            return false;
        }
        int option = at + OPT_FIXED;
        while (option + 4 <= end) {
            if (RequestParser.word(packet, option) == OPTION_SUBNET) {
                return false;
            }
            option += 4 + RequestParser.word(packet, option + 2);
        }
        return option == end;
    }

    private static int mix(int h) {
        int mixed = (h ^ h >>> 16) * 0x7feb352d;
        return mixed ^ mixed >>> 15;
    }
}
