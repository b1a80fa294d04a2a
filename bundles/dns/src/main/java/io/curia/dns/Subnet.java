package io.curia.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A client's subnet (RFC 7871). Addresses longer than the prefix needs are accepted and cut: some clients send them.
 *
 * @param family 1 for IPv4, 2 for IPv6
 * @param prefix bits that count
 * @param address the bytes that hold them
 */
record Subnet(int family, int prefix, byte[] address) {
    /** The number of the option. */
    static final int OPTION = 8;
    private static final int FIXED = 4;

    /** The option's content as a subnet; null if it is malformed. */
    static Subnet parse(byte[] data) {
        if (data.length < FIXED) {
            return null;
        }
        int family = RequestParser.word(data, 0);
        int prefix = data[2] & 0xFF;
        int bytes = prefix + 7 >>> 3;
        int size = family == 1 ? 4 : family == 2 ? 16 : 0;
        if (bytes > size || data.length < FIXED + bytes || data.length > FIXED + size) {
            return null;
        }
        byte[] address = Arrays.copyOfRange(data, FIXED, FIXED + bytes);
        if (prefix % 8 != 0) {
            address[bytes - 1] &= (byte) (0xFF << 8 - prefix % 8);
        }
        return new Subnet(family, prefix, address);
    }

    /** The option's content with a scope. */
    byte[] option(int scope) {
        byte[] data = new byte[FIXED + address.length];
        data[1] = (byte) family;
        data[2] = (byte) prefix;
        data[3] = (byte) scope;
        System.arraycopy(address, 0, data, FIXED, address.length);
        return data;
    }

    /** The subnet's address as text. */
    String text() {
        try {
            return InetAddress.getByAddress(Arrays.copyOf(address, family == 1 ? 4 : 16)).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a checked length", e);
        }
    }
}
