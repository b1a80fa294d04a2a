package io.curia.cli.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The encoding of certificates (X.690, distinguished rules), as far as it is needed here. */
final class Der {

    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;
    private static final int UTC_TIME_ENDS = 2050;

    private Der() {
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, join(parts));
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, join(parts));
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] bool(boolean value) {
        return tagged(0x01, new byte[] {(byte) (value ? 0xff : 0)});
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    static byte[] utf8(String text) {
        return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param unused how many bits at the end of the last byte do not count */
    static byte[] bits(byte[] value, int unused) {
        return tagged(0x03, join(new byte[] {(byte) unused}, value));
    }

    /** A value with a tag of its context; {@code constructed} if it has parts. */
    static byte[] context(int number, boolean constructed, byte[] value) {
        return tagged(CONTEXT | (constructed ? CONSTRUCTED : 0) | number, value);
    }

    static byte[] time(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        boolean small = utc.getYear() < UTC_TIME_ENDS;
        String text = utc.format(DateTimeFormatter.ofPattern(small ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'", Locale.ROOT));
        return tagged(small ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] oid(String dotted) {
        String[] parts = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(parts[0]) * 40 + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            int value = Integer.parseInt(parts[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (value >> shift != 0) {
                    out.write(value >> shift & 0x7f | 0x80);
                }
            }
            out.write(value & 0x7f);
        }
        return tagged(0x06, out.toByteArray());
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] tagged(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length < 128) {
            out.write(value.length);
        } else {
            int bytes = value.length < 256 ? 1 : value.length < 65_536 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(value.length >> 8 * i);
            }
        }
        out.writeBytes(value);
        return out.toByteArray();
    }
}
