package io.curia.dns;

import java.util.List;

/** The addresses that names below {@code in-addr.arpa} and {@code ip6.arpa} spell backwards. */
final class ReverseName {
    private ReverseName() { }

    /** The address of a lower-case name, or null when it spells none. */
    static byte[] address(List<String> labels) {
        int size = labels.size();
        if (size == 6 && labels.get(4).equals("in-addr")) {
            return version4(labels);
        }
        return size == 34 && labels.get(32).equals("ip6") ? version6(labels) : null;
    }

    private static byte[] version4(List<String> labels) {
        return IpText.parse(labels.get(3) + '.' + labels.get(2) + '.' + labels.get(1) + '.' + labels.get(0));
    }

    private static byte[] version6(List<String> labels) {
        byte[] address = new byte[16];
        for (int i = 0; i < 32; i++) {
            String label = labels.get(31 - i);
            int digit = label.length() == 1 ? Character.digit(label.charAt(0), 16) : -1;
            if (digit < 0) {
                return null;
            }
            address[i / 2] |= (byte) (i % 2 == 0 ? digit << 4 : digit);
        }
        return address;
    }
}
