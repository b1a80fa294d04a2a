package io.curia.gossip.serf;

import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.gossip.wire.MsgReader;
import io.curia.gossip.wire.MsgWriter;
import io.curia.gossip.wire.WireException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Serf's messages as bytes: a type, and a map in msgpack whose keys are the fields of Go's structs. */
final class SerfCodec {
    static final byte[] NOTHING = {};
    private static final int TAGS = 0xff;
    private static final int COORDINATE_VERSION = 1;
    private static final long MOST_U32 = 0xffff_ffffL;
    private static final int MOST_PORT = 65_535;

    private SerfCodec() { }

    static byte[] encode(SerfMessage message) {
        MsgWriter out = new MsgWriter();
        if (message instanceof SerfMessage.Leave m) {
            out.octet(SerfMessage.LEAVE).map(3).text("LTime").integer(m.time()).text("Node").text(m.node())
                    .text("Prune").bool(m.prune());
        } else if (message instanceof SerfMessage.Join m) {
            out.octet(SerfMessage.JOIN).map(2).text("LTime").integer(m.time()).text("Node").text(m.node());
        } else if (message instanceof SerfMessage.UserEvent m) {
            out.octet(SerfMessage.USER_EVENT).map(4).text("LTime").integer(m.time()).text("Name").text(m.name())
                    .text("Payload").raw(m.payload()).text("CC").bool(m.coalesce());
        } else if (message instanceof SerfMessage.Query m) {
            query(out, m);
        } else if (message instanceof SerfMessage.QueryResponse m) {
            out.octet(SerfMessage.QUERY_RESPONSE).map(5).text("LTime").integer(m.time()).text("ID").integer(m.id())
                    .text("From").text(m.from()).text("Flags").integer(m.flags()).text("Payload").raw(m.payload());
        } else if (message instanceof SerfMessage.Relay m) {
            out.octet(SerfMessage.RELAY).map(2).text("DestAddr").map(3).text("IP").raw(m.to().getAddress().getAddress())
                    .text("Port").integer(m.to().getPort()).text("Zone").text("").text("DestName").text(m.name())
                    .octets(m.inner());
        } else if (message instanceof SerfMessage.PushPull m) {
            pushPull(out, m);
        }
        return out.bytes();
    }

    private static void query(MsgWriter out, SerfMessage.Query m) {
        out.octet(SerfMessage.QUERY).map(11).text("LTime").integer(m.time()).text("ID").integer(m.id())
                .text("Addr").raw(m.addr()).text("Port").integer(m.port()).text("SourceNode").text(m.sourceNode())
                .text("Filters").array(m.filters().size());
        m.filters().forEach(out::raw);
        out.text("Flags").integer(m.flags()).text("RelayFactor").integer(m.relayFactor()).text("Timeout")
                .integer(m.timeoutNanos()).text("Name").text(m.name()).text("Payload").raw(m.payload());
    }

    private static void pushPull(MsgWriter out, SerfMessage.PushPull m) {
        out.octet(SerfMessage.PUSH_PULL).map(6).text("LTime").integer(m.time()).text("StatusLTimes")
                .map(m.statusTimes().size());
        m.statusTimes().forEach((name, time) -> out.text(name).integer(time));
        out.text("LeftMembers").array(m.left().size());
        m.left().forEach(out::text);
        out.text("EventLTime").integer(m.eventTime()).text("Events").array(m.events().size());
        for (SerfMessage.EventsAt at : m.events()) {
            out.map(2).text("LTime").integer(at.time()).text("Events").array(at.events().size());
            for (SerfMessage.Event event : at.events()) {
                out.map(2).text("Name").text(event.name()).text("Payload").raw(event.payload());
            }
        }
        out.text("QueryLTime").integer(m.queryTime());
    }

    static SerfMessage decode(byte[] bytes) throws WireException {
        MsgReader in = new MsgReader(bytes);
        int type = in.octet();
        return switch (type) {
            case SerfMessage.PUSH_PULL -> readPushPull(in);
            case SerfMessage.RELAY -> readRelay(in);
            case SerfMessage.LEAVE, SerfMessage.JOIN, SerfMessage.USER_EVENT, SerfMessage.QUERY,
                    SerfMessage.QUERY_RESPONSE -> new Fields(in).message(type);
            default -> throw new WireException("unknown message type " + type + " of the upper layer");
        };
    }

    private static long time(MsgReader in) throws WireException {
        return in.integer(0, LamportClock.MOST);
    }

    private static SerfMessage.PushPull readPushPull(MsgReader in) throws WireException {
        long time = 0;
        Map<String, Long> statusTimes = new TreeMap<>();
        List<String> left = new ArrayList<>();
        long eventTime = 0;
        List<SerfMessage.EventsAt> events = new ArrayList<>();
        long queryTime = 0;
        for (int n = in.map(); n > 0; n--) {
            switch (in.text()) {
                case "LTime" -> time = time(in);
                case "StatusLTimes" -> {
                    for (int i = in.map(); i > 0; i--) {
                        statusTimes.put(in.text(), time(in));
                    }
                }
                case "LeftMembers" -> {
                    for (int i = in.array(); i > 0; i--) {
                        left.add(in.text());
                    }
                }
                case "EventLTime" -> eventTime = time(in);
                case "Events" -> {
                    for (int i = in.array(); i > 0; i--) {
                        // Go's ring of events has holes
                        if (!in.nil()) {
                            events.add(readEvents(in));
                        }
                    }
                }
                case "QueryLTime" -> queryTime = time(in);
                default -> in.skip();
            }
        }
        return new SerfMessage.PushPull(time, statusTimes, left, eventTime, events, queryTime);
    }

    private static SerfMessage.EventsAt readEvents(MsgReader in) throws WireException {
        long time = 0;
        List<SerfMessage.Event> events = new ArrayList<>();
        for (int n = in.map(); n > 0; n--) {
            switch (in.text()) {
                case "LTime" -> time = time(in);
                case "Events" -> {
                    for (int i = in.array(); i > 0; i--) {
                        Fields event = new Fields(in);
                        events.add(new SerfMessage.Event(event.name, event.payload));
                    }
                }
                default -> in.skip();
            }
        }
        return new SerfMessage.EventsAt(time, events);
    }

    private static SerfMessage.Relay readRelay(MsgReader in) throws WireException {
        byte[] ip = NOTHING;
        int port = 0;
        String name = "";
        for (int n = in.map(); n > 0; n--) {
            switch (in.text()) {
                case "DestAddr" -> {
                    for (int i = in.map(); i > 0; i--) {
                        switch (in.text()) {
                            case "IP" -> ip = in.raw();
                            case "Port" -> port = (int) in.integer(1, MOST_PORT);
                            default -> in.skip();
                        }
                    }
                }
                case "DestName" -> name = in.text();
                default -> in.skip();
            }
        }
        try {
            return new SerfMessage.Relay(new InetSocketAddress(InetAddress.getByAddress(ip), port), name, in.rest());
        } catch (UnknownHostException e) {
            throw new WireException("an address has " + ip.length + " bytes");
        }
    }

    /** A member, for one who asks whether a name is taken. */
    static byte[] encodeMember(Member m, byte[] addr) {
        MsgWriter out = new MsgWriter(256).octet(SerfMessage.CONFLICT_RESPONSE).map(11).text("Name").text(m.name())
                .text("Addr").raw(addr).text("Port").integer(m.port()).text("Status").integer(m.status())
                .text("ProtocolMin").integer(m.protocolMin()).text("ProtocolMax").integer(m.protocolMax())
                .text("ProtocolCur").integer(m.protocolCur()).text("DelegateMin").integer(m.delegateMin())
                .text("DelegateMax").integer(m.delegateMax()).text("DelegateCur").integer(m.delegateCur())
                .text("Tags").map(m.tags().size());
        m.tags().forEach((key, value) -> out.text(key).text(value));
        return out.bytes();
    }

    /** Tags as what a member says of itself. */
    static byte[] encodeTags(Map<String, String> tags) {
        MsgWriter out = new MsgWriter(256).octet(TAGS).map(tags.size());
        tags.forEach((key, value) -> out.text(key).text(value));
        return out.bytes();
    }

    /** Members of old may say a role and nothing else. */
    static Map<String, String> decodeTags(byte[] meta) throws WireException {
        if (meta.length == 0) {
            return Map.of();
        }
        MsgReader in = new MsgReader(meta);
        if (in.octet() != TAGS) {
            return Map.of("role", new String(meta, StandardCharsets.UTF_8));
        }
        Map<String, String> tags = new TreeMap<>();
        for (int n = in.map(); n > 0; n--) {
            tags.put(in.text(), in.text());
        }
        return tags;
    }

    /** A coordinate as what goes with an acknowledgement. */
    static byte[] encodeCoordinate(Coordinate coordinate) {
        MsgWriter out = new MsgWriter(160).octet(COORDINATE_VERSION).map(4).text("Vec").array(coordinate.vec().size());
        coordinate.vec().forEach(out::real);
        return out.text("Error").real(coordinate.error()).text("Adjustment").real(coordinate.adjustment())
                .text("Height").real(coordinate.height()).bytes();
    }

    static Coordinate decodeCoordinate(byte[] payload) throws WireException {
        MsgReader in = new MsgReader(payload);
        int version = in.octet();
        if (version != COORDINATE_VERSION) {
            throw new WireException("unknown version " + version + " of a coordinate");
        }
        List<Double> vec = new ArrayList<>(8);
        double error = 0;
        double adjustment = 0;
        double height = 0;
        for (int n = in.map(); n > 0; n--) {
            switch (in.text()) {
                case "Vec" -> {
                    for (int i = in.array(); i > 0; i--) {
                        vec.add(in.real());
                    }
                }
                case "Error" -> error = in.real();
                case "Adjustment" -> adjustment = in.real();
                case "Height" -> height = in.real();
                default -> in.skip();
            }
        }
        return new Coordinate(List.copyOf(vec), error, adjustment, height);
    }

    /** The fields of any message, gathered from a map; those that are absent are zero. */
    private static final class Fields {
        private long time;
        private String node = "";
        private boolean prune;
        private String name = "";
        private byte[] payload = NOTHING;
        private boolean coalesce;
        private long id;
        private byte[] addr = NOTHING;
        private int port;
        private String source = "";
        private final List<byte[]> filters = new ArrayList<>();
        private long flags;
        private int relayFactor;
        private long timeout;

        Fields(MsgReader in) throws WireException {
            for (int n = in.map(); n > 0; n--) {
                read(in.text(), in);
            }
        }

        private void read(String key, MsgReader in) throws WireException {
            switch (key) {
                case "LTime" -> time = time(in);
                case "Node", "From" -> node = in.text();
                case "Prune" -> prune = in.bool();
                case "Name" -> name = in.text();
                case "Payload" -> payload = in.raw();
                case "CC" -> coalesce = in.bool();
                case "ID" -> id = in.integer(0, MOST_U32);
                case "Addr" -> addr = in.raw();
                case "Port" -> port = (int) in.integer(0, MOST_PORT);
                case "SourceNode" -> source = in.text();
                case "Filters" -> {
                    for (int i = in.array(); i > 0; i--) {
                        filters.add(in.raw());
                    }
                }
                case "Flags" -> flags = in.integer(0, MOST_U32);
                case "RelayFactor" -> relayFactor = (int) in.integer(0, 255);
                case "Timeout" -> timeout = in.integer();
                default -> in.skip();
            }
        }

        SerfMessage message(int type) {
            return switch (type) {
                case SerfMessage.LEAVE -> new SerfMessage.Leave(time, node, prune);
                case SerfMessage.JOIN -> new SerfMessage.Join(time, node);
                case SerfMessage.USER_EVENT -> new SerfMessage.UserEvent(time, name, payload, coalesce);
                case SerfMessage.QUERY -> new SerfMessage.Query(time, id, addr, port, source, filters, flags, relayFactor,
                        timeout, name, payload);
                default -> new SerfMessage.QueryResponse(time, id, node, flags, payload);
            };
        }
    }
}
