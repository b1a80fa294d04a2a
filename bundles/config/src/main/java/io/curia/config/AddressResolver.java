package io.curia.config;

import io.curia.config.address.AddressTemplate;
import io.curia.config.address.AddressTemplate.TemplateException;
import io.curia.config.address.HostAddress;
import io.curia.config.address.HostInterfaces;
import io.curia.config.address.Ip;
import io.curia.config.model.AddressConfig;
import io.curia.config.model.PortsConfig;
import io.curia.config.source.Settings;
import io.curia.config.syntax.GoText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns address keys, with their templates and the defaults they take from each other, into addresses. */
final class AddressResolver {

    private final Settings settings;
    private final HostInterfaces host;

    AddressResolver(Settings settings, HostInterfaces host) {
        this.settings = settings;
        this.host = host;
    }

    AddressConfig resolve(PortsConfig ports) throws ConfigException {
        String bind = bind();
        String advertise = single("advertise_addr");
        if (advertise == null) {
            advertise = Ip.parse(bind).isAny() ? detected(bind) : bind;
        }
        String advertiseWan = orElse(single("advertise_addr_wan"), advertise);
        List<String> client = expand("client_addr");
        if (client.isEmpty() && settings.errors().isEmpty()) {
            throw new ConfigException("client_addr cannot be empty");
        }
        String serfLan = orElse(single("serf_lan"), bind);
        String serfWan = orElse(single("serf_wan"), bind);
        boolean wan = ports.serfWan() > 0;
        return new AddressConfig(bind, advertise, advertiseWan, client,
                listeners("addresses.dns", client, ports.dns()), listeners("addresses.http", client, ports.http()),
                listeners("addresses.https", client, ports.https()), listeners("addresses.grpc", client, ports.grpc()),
                listeners("addresses.grpc_tls", client, ports.grpcTls()), AddressConfig.join(serfLan, ports.serfLan()),
                AddressConfig.join(advertise, ports.serfLan()), wan ? AddressConfig.join(serfWan, ports.serfWan()) : "",
                wan ? AddressConfig.join(advertiseWan, ports.serfWan()) : "",
                AddressConfig.join(bind, ports.server()), AddressConfig.join(advertise, ports.server()),
                tagged(advertise, advertiseWan), recursors());
    }

    private String bind() throws ConfigException {
        List<String> found = evaluated("bind_addr", settings.text("bind_addr"));
        if (found.size() > 1) {
            throw new ConfigException("bind_addr cannot contain multiple addresses. "
                    + "Use 'addresses.{dns,http,https}' instead.");
        }
        if (!found.isEmpty() && isUnix(found.get(0))) {
            throw new ConfigException("bind_addr cannot be a unix socket");
        }
        Ip ip = found.isEmpty() ? null : Ip.parse(unbracketed(found.get(0)));
        if (ip == null) {
            throw new ConfigException("bind_addr cannot be empty");
        }
        return ip.toString();
    }

    /** The one address of a key, or null when the key is not set. */
    private String single(String path) throws ConfigException {
        String text = settings.text(path);
        if (text.isEmpty()) {
            return null;
        }
        List<String> found = evaluated(path, text);
        if (found.size() > 1) {
            throw new ConfigException(path + " cannot contain multiple addresses");
        }
        Ip ip = found.isEmpty() ? null : Ip.parse(unbracketed(found.get(0)));
        if (ip == null) {
            throw new ConfigException(found.isEmpty() ? path + " cannot be empty"
                    : path + ": invalid ip address: " + found.get(0));
        }
        return ip.toString();
    }

    private String detected(String bind) throws ConfigException {
        boolean v4 = Ip.parse(bind).isV4();
        String kind = v4 ? "private IPv4" : "public IPv6";
        List<String> found = new ArrayList<>();
        for (HostAddress a : active()) {
            if (a.ip().isV4() == v4 && (v4 ? a.isUnroutedV4() : !a.isSpecialPurpose() && a.isForwardable())) {
                found.add(a.ip().toString());
            }
        }
        if (found.isEmpty()) {
            throw new ConfigException("No " + kind + " address found");
        }
        if (found.size() > 1) {
            throw new ConfigException("Multiple " + kind
                    + " addresses found. Please configure one with 'bind' and/or 'advertise'.");
        }
        return found.get(0);
    }

    /** Addresses of interfaces that are up; the loopback's only when there are no others. */
    private List<HostAddress> active() {
        List<HostAddress> outward = new ArrayList<>();
        List<HostAddress> loopback = new ArrayList<>();
        for (HostAddress a : host.addresses()) {
            if (a.flags().contains("up")) {
                (a.flags().contains("loopback") ? loopback : outward).add(a);
            }
        }
        return outward.isEmpty() ? loopback : outward;
    }

    private List<String> listeners(String path, List<String> client, int port) {
        boolean own = !settings.text(path).isEmpty();
        List<String> listeners = new ArrayList<>();
        for (String address : own ? expand(path) : client) {
            if (isUnix(address)) {
                // A socket needs no port, but one that all interfaces inherit is for those that are on.
                if (own || port > 0) {
                    listeners.add(address);
                }
            } else if (port > 0) {
                listeners.add(AddressConfig.join(address, port));
            }
        }
        return Collections.unmodifiableList(listeners);
    }

    /** IP addresses and unix sockets of a key; others are reported. */
    private List<String> expand(String path) {
        List<String> found = evaluated(path, settings.text(path));
        List<String> addresses = new ArrayList<>();
        for (String one : found) {
            Ip ip = isUnix(one) ? null : Ip.parse(unbracketed(one));
            if (ip == null && !isUnix(one)) {
                settings.error(path + ": invalid ip address: " + one);
            } else {
                addresses.add(ip == null ? one : ip.toString());
            }
        }
        return Collections.unmodifiableList(addresses);
    }

    private List<String> recursors() {
        List<String> recursors = new ArrayList<>();
        for (String one : settings.texts("recursors")) {
            for (String address : evaluated("recursors", one)) {
                if (!recursors.contains(address)) {
                    recursors.add(address);
                }
            }
        }
        return Collections.unmodifiableList(recursors);
    }

    private Map<String, String> tagged(String advertise, String advertiseWan) throws ConfigException {
        Map<String, String> tagged = new LinkedHashMap<>();
        family(tagged, "lan", advertise, "advertise_addr");
        family(tagged, "wan", advertiseWan, "advertise_addr_wan");
        tagged.putAll(settings.pairs("tagged_addresses"));
        return Collections.unmodifiableMap(tagged);
    }

    private void family(Map<String, String> tagged, String name, String address, String path) throws ConfigException {
        boolean v4 = Ip.parse(address).isV4();
        tagged.put(name, address);
        String ipv4 = orElse(single(path + "_ipv4"), v4 ? address : null);
        String ipv6 = orElse(single(path + "_ipv6"), v4 ? null : address);
        if (ipv4 != null) {
            tagged.put(name + "_ipv4", ipv4);
        }
        if (ipv6 != null) {
            tagged.put(name + "_ipv6", ipv6);
        }
    }

    private List<String> evaluated(String path, String text) {
        List<String> words = new ArrayList<>();
        try {
            String value = AddressTemplate.evaluate(text, host);
            for (int at = 0; at < value.length();) {
                int end = at;
                while (end < value.length() && value.charAt(end) > ' ') {
                    end++;
                }
                if (end > at) {
                    words.add(value.substring(at, end));
                }
                at = end + 1;
            }
        } catch (TemplateException e) {
            settings.error(path + ": error parsing " + GoText.quote(text) + ": " + e.getMessage());
        }
        return words;
    }

    private static String unbracketed(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    private static String orElse(String value, String other) {
        return value == null ? other : value;
    }

    private static boolean isUnix(String address) {
        return address.startsWith("unix://");
    }
}
