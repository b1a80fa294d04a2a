package io.curia.dns;

/** What a name asks for. Strings are lower-case; {@code dc} is empty for the agent's own datacenter. */
sealed interface Lookup {

    /** The datacenter asked, "" for the agent's own. */
    default String dc() {
        return "";
    }

    /** A node by its name. */
    record Node(String name, String dc) implements Lookup { }

    /** Instances of a service, with a tag unless that is empty. */
    record Service(String name, String tag, String dc) implements Lookup { }

    /** The mesh endpoints of a service. */
    record Connect(String name, String dc) implements Lookup { }

    /** The ingress gateways of a service. */
    record Ingress(String name, String dc) implements Lookup { }

    /** The virtual address of a service. */
    record Virtual(String name, String dc) implements Lookup { }

    /** A prepared query by name or id. */
    record Query(String name, String dc) implements Lookup { }

    /** An address written in hexadecimal digits. */
    record Address(String hex) implements Lookup { }

    /** A name of the reverse zones; the address is null when the name spells none. */
    record Reverse(byte[] address) implements Lookup { }

    /** In the zone, but nothing that could exist; also the zone's apex. */
    record Nothing() implements Lookup { }

    /** Outside the zones. */
    record Outside() implements Lookup { }
}
