package io.curia.config.address;

/** A block of addresses, "10.0.0.0/8". */
public record Cidr(Ip network, int prefix) {

    /** The block, or null when the text is none. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        Ip ip = slash < 0 ? null : Ip.parse(text.substring(0, slash));
        if (ip == null || slash + 1 == text.length() || text.length() - slash > 4) {
            return null;
        }
        int prefix = 0;
        for (int i = slash + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            prefix = prefix * 10 + c - '0';
        }
        return prefix > ip.bits() ? null : new Cidr(ip.network(prefix), prefix);
    }

    public boolean contains(Ip ip) {
        return ip.isV4() == network.isV4() && ip.network(prefix).equals(network);
    }

    /** Whether one of the blocks holds the address. */
    public static boolean anyContains(String[] blocks, Ip ip) {
        for (String block : blocks) {
            if (parse(block).contains(ip)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }
}
