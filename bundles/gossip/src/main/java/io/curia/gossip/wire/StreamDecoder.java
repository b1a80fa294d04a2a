package io.curia.gossip.wire;

import io.curia.gossip.wire.Message.NodeEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one message from a stream, as its bytes come in. What has been understood of a push/pull is kept, so that a large
 * one is not read again with each of its pieces.
 */
public final class StreamDecoder {
    private static final byte[] NO_LABEL = MessageCodec.NOTHING;
    /** More than any pool has. */
    private static final int MOST_NODES = 1 << 16;
    /** What is understood again each time more comes in: a header, or a member. */
    private static final int LARGEST_PART = 1 << 16;
    private final Wrapping wrapping;
    private byte[] label = NO_LABEL;
    private int start;
    private boolean decompressed;
    private PartialState state;

    StreamDecoder(Wrapping wrapping) {
        this.wrapping = wrapping;
    }

    /**
     * The message at the start of what has come in so far; null while there is more to come. The bytes of earlier calls
     * must be there again.
     */
    public Message poll(byte[] bytes, int length) throws WireException {
        if (length > Wrapping.LARGEST_STATE + (1 << 16)) {
            throw tooLarge();
        }
        try {
            return read(bytes, length);
        } catch (WireException e) {
            if (e == WireException.INCOMPLETE) {
                return null;
            }
            throw e;
        }
    }

    private static WireException tooLarge() {
        return new WireException("a message on a stream is larger than the limit of " + Wrapping.LARGEST_STATE + " bytes");
    }

    private Message read(byte[] bytes, int length) throws WireException {
        MsgReader in = new MsgReader(bytes, start, length - start);
        int type = in.octet();
        if (type == Message.LABEL && start == 0) {
            label = in.octets(in.octet());
            start = in.position();
            return read(bytes, length);
        }
        try {
            return unwrapped(type, bytes, in);
        } catch (WireException e) {
            if (e == WireException.INCOMPLETE && in.position() - (state == null ? start : state.position) > LARGEST_PART) {
                throw new WireException("a part of a message is larger than the limit of " + LARGEST_PART + " bytes");
            }
            throw e;
        }
    }

    private Message unwrapped(int type, byte[] bytes, MsgReader in) throws WireException {
        if (type == Message.ENCRYPT) {
            return whole(decrypt(bytes, in));
        }
        if (wrapping.keyring().enabled() && wrapping.verifyIncoming()) {
            throw new WireException("encryption is configured but the remote state is not encrypted");
        }
        return plain(type, in);
    }

    private byte[] decrypt(byte[] bytes, MsgReader in) throws WireException {
        if (!wrapping.keyring().enabled()) {
            throw new WireException("the remote state is encrypted and encryption is not configured");
        }
        int size = in.octet() << 24 | in.octet() << 16 | in.octet() << 8 | in.octet();
        if (size < 0 || size > Wrapping.LARGEST_STATE) {
            throw tooLarge();
        }
        byte[] header = Arrays.copyOfRange(bytes, start, start + 5 + label.length);
        System.arraycopy(label, 0, header, 5, label.length);
        int at = in.position();
        if (size > in.remaining()) {
            throw WireException.INCOMPLETE;
        }
        byte[] text = wrapping.keyring().decrypt(bytes, at, size, header);
        if (text == null) {
            throw new WireException("no installed keys could decrypt the message");
        }
        return text;
    }

    /** A message that is all there: when it is cut short, nothing more will come. */
    private Message whole(byte[] text) throws WireException {
        try {
            MsgReader in = new MsgReader(text);
            return plain(in.octet(), in);
        } catch (WireException e) {
            throw e == WireException.INCOMPLETE ? new WireException("a message is cut short") : e;
        }
    }

    private Message plain(int type, MsgReader in) throws WireException {
        switch (type) {
            case Message.COMPRESS -> {
                byte[] text = Wrapping.decompressed(in, Wrapping.LARGEST_STATE);
                if (decompressed) {
                    throw new WireException("a message is wrapped too deeply");
                }
                decompressed = true;
                return whole(text);
            }
            case Message.PUSH_PULL -> {
                if (state == null) {
                    state = new PartialState(in.position());
                }
                return state.advance(in);
            }
            case Message.USER -> {
                return user(in);
            }
            case Message.PING, Message.ACK, Message.ERROR -> {
                return MessageCodec.decode(type, in);
            }
            default -> throw new WireException("unexpected message type " + type + " on a stream");
        }
    }

    private static Message user(MsgReader in) throws WireException {
        long size = 0;
        for (int n = in.map(); n > 0; n--) {
            if (in.text().equals("UserMsgLen")) {
                size = in.integer(0, Wrapping.LARGEST_STATE);
            } else {
                in.skip();
            }
        }
        return new Message.User(in.octets((int) size));
    }

    /** A push/pull of which some is known. */
    private static final class PartialState {
        private final List<NodeEntry> nodes = new ArrayList<>();
        private int position;
        private boolean headed;
        private long count;
        private int userLength;
        private boolean join;

        PartialState(int position) {
            this.position = position;
        }

        Message advance(MsgReader in) throws WireException {
            in.seek(position);
            if (!headed) {
                header(in);
                position = in.position();
                headed = true;
            }
            while (nodes.size() < count) {
                nodes.add(MessageCodec.decodeNode(in));
                position = in.position();
            }
            return new Message.PushPull(join, nodes, in.octets(userLength));
        }

        private void header(MsgReader in) throws WireException {
            for (int n = in.map(); n > 0; n--) {
                switch (in.text()) {
                    case "Nodes" -> count = in.integer(0, MOST_NODES);
                    case "UserStateLen" -> userLength = (int) in.integer(0, Wrapping.LARGEST_STATE);
                    case "Join" -> join = in.bool();
                    default -> in.skip();
                }
            }
        }
    }
}
