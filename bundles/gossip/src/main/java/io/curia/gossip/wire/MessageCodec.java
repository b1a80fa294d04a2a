package io.curia.gossip.wire;

import io.curia.gossip.wire.Message.NodeEntry;
import java.util.List;

/** Messages as bytes: a type, and a map in msgpack whose keys are the fields of Go's structs. */
public final class MessageCodec {
    static final byte[] NOTHING = {};
    private static final long MOST_U32 = 0xffff_ffffL;
    private static final int MOST_PORT = 65_535;
    private static final int LONGEST_NAME = 512;
    private static final int LARGEST_META = 512;
    private static final int VERSIONS = 6;

    private MessageCodec() { }

    /** Everything but what has a frame of its own. */
    public static byte[] encode(Message message) {
        MsgWriter out = new MsgWriter();
        if (message instanceof Message.Ping m) {
            out.octet(Message.PING).map(5).text("SeqNo").integer(m.sequence()).text("Node").text(m.node());
            source(out, m.sourceAddr(), m.sourcePort(), m.sourceNode());
        } else if (message instanceof Message.IndirectPing m) {
            out.octet(Message.INDIRECT_PING).map(8).text("SeqNo").integer(m.sequence()).text("Target").raw(m.target())
                    .text("Port").integer(m.port()).text("Node").text(m.node()).text("Nack").bool(m.nack());
            source(out, m.sourceAddr(), m.sourcePort(), m.sourceNode());
        } else if (message instanceof Message.Ack m) {
            out.octet(Message.ACK).map(2).text("SeqNo").integer(m.sequence()).text("Payload").raw(m.payload());
        } else if (message instanceof Message.Nack m) {
            out.octet(Message.NACK).map(1).text("SeqNo").integer(m.sequence());
        } else if (message instanceof Message.Suspect m) {
            accusation(out.octet(Message.SUSPECT), m.incarnation(), m.node(), m.from());
        } else if (message instanceof Message.Dead m) {
            accusation(out.octet(Message.DEAD), m.incarnation(), m.node(), m.from());
        } else if (message instanceof Message.Alive m) {
            out.octet(Message.ALIVE).map(6).text("Incarnation").integer(m.incarnation()).text("Node").text(m.node())
                    .text("Addr").raw(m.addr()).text("Port").integer(m.port()).text("Meta").raw(m.meta())
                    .text("Vsn").raw(m.versions());
        } else if (message instanceof Message.User m) {
            out.octet(Message.USER).octets(m.body());
        } else if (message instanceof Message.Refusal m) {
            out.octet(Message.ERROR).map(1).text("Error").text(m.error());
        } else if (message instanceof Message.PushPull m) {
            pushPull(out, m);
        }
        return out.bytes();
    }

    private static void source(MsgWriter out, byte[] addr, int port, String node) {
        out.text("SourceAddr").raw(addr).text("SourcePort").integer(port).text("SourceNode").text(node);
    }

    private static void accusation(MsgWriter out, long incarnation, String node, String from) {
        out.map(3).text("Incarnation").integer(incarnation).text("Node").text(node).text("From").text(from);
    }

    private static void pushPull(MsgWriter out, Message.PushPull m) {
        List<NodeEntry> nodes = m.nodes();
        out.octet(Message.PUSH_PULL).map(3).text("Nodes").integer(nodes.size()).text("UserStateLen")
                .integer(m.userState().length).text("Join").bool(m.join());
        for (NodeEntry node : nodes) {
            out.map(7).text("Name").text(node.name()).text("Addr").raw(node.addr()).text("Port").integer(node.port())
                    .text("Meta").raw(node.meta()).text("Incarnation").integer(node.incarnation())
                    .text("State").integer(node.state()).text("Vsn").raw(node.versions());
        }
        out.octets(m.userState());
    }

    /** What came in a packet, from behind its type. */
    static Message decode(int type, MsgReader in) throws WireException {
        return switch (type) {
            case Message.USER -> new Message.User(in.rest());
            case Message.PING, Message.INDIRECT_PING, Message.ACK, Message.NACK, Message.SUSPECT, Message.ALIVE,
                    Message.DEAD, Message.ERROR -> new Fields(in).message(type);
            default -> throw new WireException("unknown message type " + type);
        };
    }

    static NodeEntry decodeNode(MsgReader in) throws WireException {
        return new Fields(in).node();
    }

    /** The fields of any message, gathered from a map; those that are absent are zero. */
    private static final class Fields {
        private long sequence;
        private long incarnation;
        private String node = "";
        private String from = "";
        private byte[] addr = NOTHING;
        private int port;
        private byte[] sourceAddr = NOTHING;
        private int sourcePort;
        private String sourceNode = "";
        private byte[] bulk = NOTHING;
        private byte[] versions = NOTHING;
        private boolean nack;
        private int state;
        private String error = "";

        Fields(MsgReader in) throws WireException {
            for (int n = in.map(); n > 0; n--) {
                read(in.text(), in);
            }
        }

        private void read(String key, MsgReader in) throws WireException {
            switch (key) {
                case "SeqNo" -> sequence = in.integer(0, MOST_U32);
                case "Incarnation" -> incarnation = in.integer(0, MOST_U32);
                case "Node", "Name" -> node = name(in);
                case "From" -> from = name(in);
                case "Addr", "Target" -> addr = address(in);
                case "Port" -> port = (int) in.integer(0, MOST_PORT);
                case "SourceAddr" -> sourceAddr = address(in);
                case "SourcePort" -> sourcePort = (int) in.integer(0, MOST_PORT);
                case "SourceNode" -> sourceNode = name(in);
                case "Payload" -> bulk = in.raw();
                case "Meta" -> bulk = meta(in);
                case "Vsn" -> versions = versions(in);
                case "Nack" -> nack = in.bool();
                case "State" -> state = (int) in.integer(0, NodeEntry.LEFT);
                case "Error" -> error = in.text();
                default -> in.skip();
            }
        }

        Message message(int type) throws WireException {
            return switch (type) {
                case Message.PING -> new Message.Ping(sequence, node, sourceAddr, sourcePort, sourceNode);
                case Message.INDIRECT_PING -> new Message.IndirectPing(sequence, known(addr), port, node, nack,
                        sourceAddr, sourcePort, sourceNode);
                case Message.ACK -> new Message.Ack(sequence, bulk);
                case Message.NACK -> new Message.Nack(sequence);
                case Message.SUSPECT -> new Message.Suspect(incarnation, node, from);
                case Message.DEAD -> new Message.Dead(incarnation, node, from);
                case Message.ERROR -> new Message.Refusal(error);
                default -> new Message.Alive(incarnation, named(node), known(addr), port, bulk, versions);
            };
        }

        NodeEntry node() throws WireException {
            return new NodeEntry(named(node), known(addr), port, bulk, incarnation, state, versions);
        }

        private static String name(MsgReader in) throws WireException {
            String name = in.text();
            if (name.length() > LONGEST_NAME) {
                throw new WireException("a name is too long");
            }
            return name;
        }

        private static String named(String name) throws WireException {
            if (name.isEmpty()) {
                throw new WireException("a name is missing");
            }
            return name;
        }

        private static byte[] known(byte[] addr) throws WireException {
            if (addr.length == 0) {
                throw new WireException("an address is missing");
            }
            return addr;
        }

        private static byte[] address(MsgReader in) throws WireException {
            byte[] addr = in.raw();
            if (addr.length != 0 && addr.length != 4 && addr.length != 16) {
                throw new WireException("an address has " + addr.length + " bytes");
            }
            return addr;
        }

        private static byte[] meta(MsgReader in) throws WireException {
            byte[] meta = in.raw();
            if (meta.length > LARGEST_META) {
                throw new WireException("meta data of " + meta.length + " bytes is too large");
            }
            return meta;
        }

        private static byte[] versions(MsgReader in) throws WireException {
            byte[] versions = in.raw();
            if (versions.length != 0 && versions.length != VERSIONS) {
                throw new WireException("versions of " + versions.length + " bytes");
            }
            return versions;
        }
    }
}
