package io.curia.core.agent.parse;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses written as numbers; nothing here asks a resolver. */
public final class IpLiteral {
    private IpLiteral() { }

    /** Whether it is a dotted quad. */
    public static boolean isV4(String text) {
        int parts = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (value < 0) {
                    return false;
                }
                parts++;
                value = -1;
            } else if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + c - '0';
                if (value > 255) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return parts == 4;
    }

    /** Whether it is an IPv6 address. */
    public static boolean isV6(String text) {
        if (text.indexOf(':') < 0 || text.indexOf('[') >= 0 || text.indexOf('%') >= 0) {
            return false;
        }
        try {
            // A text with a colon is never looked up.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
