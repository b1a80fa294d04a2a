package io.curia.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns configuration values into settings; refuses bad ones with an {@link IllegalArgumentException} of one line. */
final class SettingsReader {
    private static final int DNS_PORT = 53;

    private SettingsReader() { }

    static DnsSettings settings(DnsServerConfig config) {
        List<String> domain = labels(config.domain());
        if (domain.isEmpty()) {
            throw new IllegalArgumentException("domain cannot be empty");
        }
        boolean random = config.recursor__strategy().equals("random");
        if (!random && !config.recursor__strategy().isEmpty() && !config.recursor__strategy().equals("sequential")) {
            throw new IllegalArgumentException("recursor_strategy must be sequential or random, not \""
                    + config.recursor__strategy() + '"');
        }
        List<InetSocketAddress> recursors = new ArrayList<>();
        for (String recursor : config.recursors()) {
            recursors.add(address(recursor, DNS_PORT));
        }
        return new DnsSettings(domain, labels(config.alt__domain()), recursors, config.recursor__timeout__ms(), random,
                ttl(config.node__ttl__s()), ttls(config.service__ttl()), config.allow__stale(), config.max__stale__ms(),
                config.only__passing(), config.enable__truncate(), config.udp__answer__limit(),
                config.a__record__limit(), !config.disable__compression(),
                config.enable__additional__node__meta__txt(),
                new DnsSettings.Soa(word(config.soa__refresh()), word(config.soa__retry()), word(config.soa__expire()),
                        ttl(config.soa__min__ttl())),
                config.use__cache(), config.cache__max__age__ms(), config.translate__wan__addrs());
    }

    static List<InetSocketAddress> addresses(DnsServerConfig config) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String address : config.addresses()) {
            addresses.add(address(address, -1));
        }
        return addresses;
    }

    private static List<String> labels(String domain) {
        List<String> labels = new ArrayList<>();
        for (String label : domain.toLowerCase(Locale.ROOT).split("\\.")) {
            if (!label.isEmpty()) {
                labels.add(label);
            }
        }
        return List.copyOf(labels);
    }

    private static Map<String, Long> ttls(String[] entries) {
        Map<String, Long> ttls = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.lastIndexOf('=');
            try {
                ttls.put(entry.substring(0, equals).toLowerCase(Locale.ROOT),
                        ttl(Long.parseLong(entry.substring(equals + 1))));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new IllegalArgumentException("service_ttl must be name=seconds, not \"" + entry + '"', e);
            }
        }
        return Map.copyOf(ttls);
    }

    /** What a TTL can be: 31 bits. */
    private static long ttl(long seconds) {
        return Math.max(0, Math.min(Integer.MAX_VALUE, seconds));
    }

    private static long word(long seconds) {
        return Math.max(0, Math.min(0xFFFF_FFFFL, seconds));
    }

    /** {@code ip}, {@code ip:port}, {@code [ipv6]:port}; a negative default asks for a port. */
    static InetSocketAddress address(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        boolean port = text.startsWith("[") ? text.lastIndexOf(']') < colon : colon >= 0 && text.indexOf(':') == colon;
        String host = port ? text.substring(0, colon) : text;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        byte[] ip = IpText.parse(host);
        try {
            int number = port ? Integer.parseInt(text.substring(colon + 1)) : defaultPort;
            if (ip != null && number >= 0) {
                return new InetSocketAddress(InetAddress.getByAddress(ip), number);
            }
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new IllegalArgumentException("not an address: \"" + text + '"', e);
        }
        throw new IllegalArgumentException("not an address: \"" + text + '"');
    }
}
