package io.curia.gossip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Networks whose members are allowed; none named: all are. */
final class Cidrs implements Predicate<InetAddress> {
    private final List<Network> networks = new ArrayList<>();

    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i & 7);
                if ((address[i >> 3] & mask) != (other[i >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @throws IllegalArgumentException when one is no network */
    Cidrs(String... texts) {
        for (String text : texts) {
            int slash = text.indexOf('/');
            try {
                byte[] address = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash)).getAddress();
                int bits = slash < 0 ? 8 * address.length : Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > 8 * address.length) {
                    throw new IllegalArgumentException("invalid CIDR address: " + text);
                }
                networks.add(new Network(address, bits));
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("invalid CIDR address: " + text, e);
            }
        }
    }

    @Override
    public boolean test(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(bytes));
    }
}
