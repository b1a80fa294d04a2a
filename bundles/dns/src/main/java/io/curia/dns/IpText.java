package io.curia.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** IP addresses as text, never resolved as names. */
final class IpText {
    private IpText() { }

    /** Four or sixteen bytes, or null when the text is not an address. */
    static byte[] parse(String text) {
        return text.indexOf(':') >= 0 ? version6(text) : version4(text);
    }

    /** The address in hexadecimal digits, as names below {@code addr} spell it. */
    static String hex(byte[] address) {
        return HexFormat.of().formatHex(address);
    }

    /** What {@link #hex} wrote, or null when a character is no hexadecimal digit. */
    static byte[] fromHex(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), 16) < 0 || digits.charAt(i) > 'f') {
                return null;
            }
        }
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] version4(String text) {
        byte[] address = new byte[4];
        int value = -1;
        int part = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (value < 0 || part == 4) {
                    return null;
                }
                address[part++] = (byte) value;
                value = -1;
            } else if (c < '0' || c > '9' || (value = Math.max(value, 0) * 10 + c - '0') > 255) {
                return null;
            }
        }
        return part == 4 ? address : null;
    }

    private static byte[] version6(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '.' && (c > 'f' || Character.digit(c, 16) < 0)) {
                return null;
            }
        }
        try {
            // With a colon and such characters alone this is a literal, for which no resolver is asked.
            byte[] address = InetAddress.getByName(text).getAddress();
            return address.length == 16 || text.startsWith("::") ? address : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
