package io.curia.config.address;

import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The interfaces of the host this runs on. */
public final class SystemInterfaces implements HostInterfaces {

    private static final Path ROUTES = Path.of("/proc/net/route");

    @Override
    public List<HostAddress> addresses() {
        List<HostAddress> addresses = new ArrayList<>();
        try {
            Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
            while (all != null && all.hasMoreElements()) {
                NetworkInterface one = all.nextElement();
                Set<String> flags = new TreeSet<>();
                add(flags, one.isUp(), "up");
                add(flags, one.isLoopback(), "loopback");
                add(flags, one.isPointToPoint(), "pointtopoint");
                add(flags, one.supportsMulticast(), "multicast");
                for (InterfaceAddress address : one.getInterfaceAddresses()) {
                    Set<String> own = new TreeSet<>(flags);
                    add(own, address.getBroadcast() != null, "broadcast");
                    addresses.add(new HostAddress(one.getName(), Ip.of(address.getAddress().getAddress()),
                            address.getNetworkPrefixLength(), Set.copyOf(own)));
                }
            }
        } catch (SocketException unreadable) {
            // No interfaces: whoever needs an address says that there is none.
            return List.of();
        }
        return addresses;
    }

    private static void add(Set<String> flags, boolean set, String flag) {
        if (set) {
            flags.add(flag);
        }
    }

    @Override
    public String defaultInterface() {
        try {
            for (String line : Files.readAllLines(ROUTES)) {
                String[] fields = line.split("\t");
                if (fields.length > 1 && fields[1].equals("00000000")) {
                    return fields[0];
                }
            }
        } catch (IOException noRoutes) {
            // A system without this table: the caller falls back on all interfaces.
            return "";
        }
        return "";
    }
}
