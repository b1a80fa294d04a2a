package io.curia.dns;

import java.util.List;
import java.util.Locale;

/**
 * Reads a name's labels as a lookup (reference: dns, section 2): the first keyword from the right decides, what is left
 * of it says what, what is right of it in which datacenter.
 */
final class NameParser {
    private final List<String> domain;
    private final List<String> altDomain;

    NameParser(List<String> domain, List<String> altDomain) {
        this.domain = domain;
        this.altDomain = altDomain;
    }

    /**
     * @param name the labels without the root, in any case
     * @param srv whether SRV records are asked for: only then the label {@code service} may be left out
     */
    Lookup parse(List<String> name, boolean srv) {
        List<String> labels = name.stream().map(label -> label.toLowerCase(Locale.ROOT)).toList();
        List<String> zone = zoneOf(labels);
        if (zone != null) {
            return inZone(labels.subList(0, labels.size() - zone.size()), srv);
        }
        if (!labels.isEmpty() && labels.get(labels.size() - 1).equals("arpa")) {
            return new Lookup.Reverse(ReverseName.address(labels));
        }
        return new Lookup.Outside();
    }

    private List<String> zoneOf(List<String> labels) {
        boolean inFirst = endsWith(labels, domain);
        boolean inSecond = !altDomain.isEmpty() && endsWith(labels, altDomain);
        if (inFirst && inSecond) {
            return domain.size() >= altDomain.size() ? domain : altDomain;
        }
        return inFirst ? domain : inSecond ? altDomain : null;
    }

    private static boolean endsWith(List<String> labels, List<String> suffix) {
        int from = labels.size() - suffix.size();
        return from >= 0 && labels.subList(from, labels.size()).equals(suffix);
    }

    private static Lookup inZone(List<String> labels, boolean srv) {
        for (int i = labels.size() - 1; i >= 0; i--) {
            if (isKeyword(labels.get(i))) {
                String dc = datacenter(labels.subList(i + 1, labels.size()));
                return dc == null || i == 0
                        ? new Lookup.Nothing()
                        : byKeyword(labels.get(i), labels.subList(0, i), dc);
            }
        }
        if (srv && labels.size() >= 2 && isServiceForm(labels.subList(0, 2))) {
            String dc = datacenter(labels.subList(2, labels.size()));
            return dc == null ? new Lookup.Nothing() : service(labels.subList(0, 2), dc);
        }
        return new Lookup.Nothing();
    }

    private static boolean isKeyword(String label) {
        return switch (label) {
            case "service", "connect", "ingress", "virtual", "node", "query", "addr" -> true;
            default -> false;
        };
    }

    /** No label, {@code <dc>} or {@code <dc>.dc}; null for anything else. */
    private static String datacenter(List<String> suffix) {
        if (suffix.isEmpty()) {
            return "";
        }
        boolean spelledOut = suffix.size() == 2 && suffix.get(1).equals("dc");
        return suffix.size() == 1 || spelledOut ? suffix.get(0) : null;
    }

    private static Lookup byKeyword(String keyword, List<String> left, String dc) {
        String last = left.get(left.size() - 1);
        return switch (keyword) {
            case "service" -> service(left, dc);
            case "connect" -> new Lookup.Connect(last, dc);
            case "ingress" -> new Lookup.Ingress(last, dc);
            case "virtual" -> new Lookup.Virtual(last, dc);
            case "node" -> new Lookup.Node(String.join(".", left), dc);
            case "query" -> query(left, dc);
            default -> new Lookup.Address(left.get(0));
        };
    }

    /** RFC 2782's {@code _name._tag}, where {@code _tcp} is no tag, or {@code [tag.]name} with dots allowed in the tag. */
    private static Lookup service(List<String> left, String dc) {
        if (left.size() == 2 && isServiceForm(left)) {
            String tag = left.get(1).substring(1);
            return new Lookup.Service(left.get(0).substring(1), tag.equals("tcp") ? "" : tag, dc);
        }
        int last = left.size() - 1;
        return new Lookup.Service(left.get(last), String.join(".", left.subList(0, last)), dc);
    }

    private static Lookup query(List<String> left, String dc) {
        if (left.size() == 2 && isServiceForm(left) && left.get(1).equals("_tcp")) {
            return new Lookup.Query(left.get(0).substring(1), dc);
        }
        return new Lookup.Query(String.join(".", left), dc);
    }

    private static boolean isServiceForm(List<String> two) {
        return two.get(0).length() > 1 && two.get(0).startsWith("_") && two.get(1).startsWith("_");
    }
}
