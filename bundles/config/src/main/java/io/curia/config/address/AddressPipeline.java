package io.curia.config.address;

import io.curia.config.address.AddressTemplate.TemplateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The functions of address templates. A value is a list of {@link HostAddress} or a text. */
final class AddressPipeline {

    private AddressPipeline() {
    }

    static Object run(List<String> command, Object input, HostInterfaces host) throws TemplateException {
        String name = command.get(0);
        switch (name) {
            case "GetAllInterfaces":
                return host.addresses();
            case "GetDefaultInterfaces":
                return defaults(host);
            case "GetPrivateInterfaces":
                return byScope(host, true);
            case "GetPublicInterfaces":
                return byScope(host, false);
            case "GetPrivateIP":
                return first(byScope(host, true));
            case "GetPublicIP":
                return first(byScope(host, false));
            case "GetPrivateIPs":
                return join(byScope(host, true), "address", " ");
            case "GetPublicIPs":
                return join(byScope(host, false), "address", " ");
            case "GetInterfaceIP":
                return first(ofInterface(host, argument(command, 1)));
            case "GetInterfaceIPs":
                return join(ofInterface(host, argument(command, 1)), "address", " ");
            default:
                return filter(command, input, host);
        }
    }

    private static Object filter(List<String> command, Object input, HostInterfaces host) throws TemplateException {
        String name = command.get(0);
        List<HostAddress> list = addresses(name, input);
        switch (name) {
            case "include":
                return select(list, argument(command, 1), argument(command, 2), true);
            case "exclude":
                return select(list, argument(command, 1), argument(command, 2), false);
            case "sort":
                return sort(list, argument(command, 1), host);
            case "unique":
                return unique(list, argument(command, 1));
            case "limit":
                return list.subList(0, Math.min(list.size(), number(argument(command, 1))));
            case "offset": {
                int offset = number(argument(command, 1));
                return list.subList(Math.min(list.size(), offset < 0 ? Math.max(0, list.size() + offset) : offset),
                        list.size());
            }
            case "join":
                return join(list, argument(command, 1), argument(command, 2));
            case "attr":
                return list.isEmpty() ? "" : attribute(list.get(0), argument(command, 1));
            case "math":
                return math(list, argument(command, 1), argument(command, 2));
            default:
                throw new TemplateException("function \"" + name + "\" not defined");
        }
    }

    private static List<HostAddress> addresses(String function, Object input) throws TemplateException {
        if (!(input instanceof List<?> list)) {
            throw new TemplateException("error calling " + function + ": expected a list of interfaces");
        }
        List<HostAddress> addresses = new ArrayList<>(list.size());
        for (Object one : list) {
            addresses.add((HostAddress) one);
        }
        return addresses;
    }

    private static String argument(List<String> command, int index) throws TemplateException {
        if (index >= command.size()) {
            throw new TemplateException("wrong number of args for " + command.get(0) + ": want " + index
                    + " got " + (command.size() - 1));
        }
        return command.get(index);
    }

    private static int number(String text) throws TemplateException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notNumber) {
            throw new TemplateException("expected integer; found " + text);
        }
    }

    private static List<HostAddress> byScope(HostInterfaces host, boolean special) {
        List<HostAddress> found = new ArrayList<>();
        for (HostAddress a : host.addresses()) {
            if (a.isForwardable() && a.flags().contains("up") && a.isSpecialPurpose() == special) {
                found.add(a);
            }
        }
        found.sort(byDefaultInterface(host).thenComparing(byType()).thenComparing(bySize()));
        return found;
    }

    private static List<HostAddress> defaults(HostInterfaces host) {
        String name = host.defaultInterface();
        List<HostAddress> found = new ArrayList<>(host.addresses());
        found.removeIf(a -> !a.interfaceName().equals(name));
        return found;
    }

    private static List<HostAddress> ofInterface(HostInterfaces host, String name) {
        List<HostAddress> found = new ArrayList<>(host.addresses());
        found.removeIf(a -> !a.interfaceName().equals(name) || !a.isForwardable());
        found.sort(byType().thenComparing(bySize()));
        return found;
    }

    private static String first(List<HostAddress> list) {
        return list.isEmpty() ? "" : list.get(0).ip().toString();
    }

    private static Comparator<HostAddress> byDefaultInterface(HostInterfaces host) {
        String name = host.defaultInterface();
        return Comparator.comparing(a -> !a.interfaceName().equals(name));
    }

    private static Comparator<HostAddress> byType() {
        return Comparator.comparing(a -> !a.ip().isV4());
    }

    /** The larger network first. */
    private static Comparator<HostAddress> bySize() {
        return Comparator.comparingInt(a -> a.prefix() - a.ip().bits());
    }

    private static List<HostAddress> sort(List<HostAddress> list, String fields, HostInterfaces host)
            throws TemplateException {
        Comparator<HostAddress> order = Comparator.comparing(a -> 0);
        for (String field : fields.split(",")) {
            boolean down = field.startsWith("-");
            Comparator<HostAddress> one = switch (down || field.startsWith("+") ? field.substring(1) : field) {
                case "address" -> Comparator.comparing(HostAddress::ip);
                case "default" -> byDefaultInterface(host);
                case "name" -> Comparator.comparing(HostAddress::interfaceName);
                case "private" -> Comparator.comparing(a -> !a.isSpecialPurpose());
                case "size" -> bySize();
                case "type" -> byType();
                case "port" -> Comparator.comparing(a -> 0);
                default -> throw new TemplateException("unknown sort type: \"" + field + "\"");
            };
            order = order.thenComparing(down ? Collections.reverseOrder(one) : one);
        }
        List<HostAddress> sorted = new ArrayList<>(list);
        sorted.sort(order);
        return sorted;
    }

    private static List<HostAddress> unique(List<HostAddress> list, String attribute) throws TemplateException {
        List<String> seen = new ArrayList<>();
        List<HostAddress> kept = new ArrayList<>();
        for (HostAddress a : list) {
            String value = attribute(a, attribute);
            if (!seen.contains(value)) {
                seen.add(value);
                kept.add(a);
            }
        }
        return kept;
    }

    private static List<HostAddress> select(List<HostAddress> list, String by, String arguments, boolean include)
            throws TemplateException {
        List<HostAddress> kept = new ArrayList<>();
        for (HostAddress a : list) {
            if (matches(a, by.toLowerCase(Locale.ROOT), arguments) == include) {
                kept.add(a);
            }
        }
        return kept;
    }

    private static boolean matches(HostAddress a, String by, String arguments) throws TemplateException {
        switch (by) {
            case "address":
                return found(arguments, a.ip().toString());
            case "name":
                return found(arguments, a.interfaceName());
            case "flag", "flags":
                return hasFlags(a, arguments);
            case "network": {
                for (String block : arguments.split("\\|")) {
                    Cidr cidr = Cidr.parse(block.strip());
                    if (cidr == null) {
                        throw new TemplateException("invalid CIDR address: " + block);
                    }
                    if (cidr.contains(a.ip())) {
                        return true;
                    }
                }
                return false;
            }
            case "rfc":
                return rfc(a, arguments);
            case "size":
                return String.valueOf(a.prefix()).equals(arguments.startsWith("/") ? arguments.substring(1) : arguments);
            case "type":
                return switch (arguments.toLowerCase(Locale.ROOT)) {
                    case "ip" -> true;
                    case "ipv4" -> a.ip().isV4();
                    case "ipv6" -> !a.ip().isV4();
                    default -> false;
                };
            default:
                throw new TemplateException("invalid selector \"" + by + "\"");
        }
    }

    private static boolean found(String expression, String text) throws TemplateException {
        try {
            return Pattern.compile(expression).matcher(text).find();
        } catch (PatternSyntaxException bad) {
            throw new TemplateException("error parsing regexp: " + bad.getDescription() + ": `" + expression + "`");
        }
    }

    private static boolean hasFlags(HostAddress a, String arguments) throws TemplateException {
        for (String flag : arguments.toLowerCase(Locale.ROOT).split("\\|")) {
            boolean set = switch (flag) {
                case "forwardable" -> a.isForwardable();
                case "global unicast" -> a.isForwardable();
                case "loopback" -> a.flags().contains("loopback") || a.ip().isLoopback();
                case "link-local unicast" -> !a.isForwardable() && !a.ip().isLoopback();
                case "broadcast", "multicast", "pointtopoint", "up" -> a.flags().contains(flag);
                case "down" -> !a.flags().contains("up");
                default -> throw new TemplateException("unknown flag: " + flag);
            };
            if (!set) {
                return false;
            }
        }
        return true;
    }

    private static boolean rfc(HostAddress a, String numbers) throws TemplateException {
        for (String number : numbers.split("\\|")) {
            boolean in = switch (number) {
                case "1918" -> a.isPrivateV4();
                case "6890", "3330", "5735" -> a.isSpecialPurpose();
                case "6598" -> Cidr.anyContains(new String[] {"100.64.0.0/10"}, a.ip());
                case "4193" -> Cidr.anyContains(new String[] {"fc00::/7"}, a.ip());
                case "3927" -> Cidr.anyContains(new String[] {"169.254.0.0/16"}, a.ip());
                case "4291" -> Cidr.anyContains(new String[] {"::1/128", "fe80::/10", "ff00::/8"}, a.ip());
                default -> throw new TemplateException("unable to find RFC " + number);
            };
            if (in) {
                return true;
            }
        }
        return false;
    }

    private static List<HostAddress> math(List<HostAddress> list, String what, String amount) throws TemplateException {
        long offset = number(amount.startsWith("+") ? amount.substring(1) : amount);
        List<HostAddress> moved = new ArrayList<>(list.size());
        for (HostAddress a : list) {
            Ip base = switch (what) {
                case "address" -> a.ip();
                case "network" -> offset < 0 ? a.ip().last(a.prefix()).plus(1) : a.ip().network(a.prefix());
                default -> throw new TemplateException("unsupported operand \"" + what + "\"");
            };
            moved.add(new HostAddress(a.interfaceName(), base.plus(offset), a.prefix(), a.flags()));
        }
        return moved;
    }

    private static String join(List<HostAddress> list, String attribute, String separator) throws TemplateException {
        StringBuilder out = new StringBuilder();
        for (HostAddress a : list) {
            out.append(out.length() == 0 ? "" : separator).append(attribute(a, attribute));
        }
        return out.toString();
    }

    private static String attribute(HostAddress a, String attribute) throws TemplateException {
        return switch (attribute) {
            case "address", "host" -> a.ip().toString();
            case "name" -> a.interfaceName();
            case "flags" -> String.join("|", a.flags().stream().sorted().toList());
            case "type" -> a.ip().isV4() ? "IPv4" : "IPv6";
            case "mask_bits" -> String.valueOf(a.prefix());
            case "network" -> a.ip().network(a.prefix()) + "/" + a.prefix();
            case "broadcast" -> a.ip().isV4() ? a.ip().last(a.prefix()).toString() : "";
            case "first_usable" -> a.ip().network(a.prefix()).plus(a.ip().isV4() && a.prefix() < 31 ? 1 : 0).toString();
            case "last_usable" -> a.ip().last(a.prefix()).plus(a.ip().isV4() && a.prefix() < 31 ? -1 : 0).toString();
            case "string" -> a.ip() + "/" + a.prefix();
            case "port" -> "0";
            default -> throw new TemplateException("unsupported attribute name: \"" + attribute + "\"");
        };
    }

    /** A list that nobody joined, as the addresses with their prefixes. */
    static String describe(Object value) {
        StringBuilder out = new StringBuilder("[");
        for (Object one : (List<?>) value) {
            HostAddress a = (HostAddress) one;
            out.append(out.length() == 1 ? "" : " ").append(a.ip()).append('/').append(a.prefix());
        }
        return out.append(']').toString();
    }
}
