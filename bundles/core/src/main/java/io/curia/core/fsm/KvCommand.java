package io.curia.core.fsm;

import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.KvOperations.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * The most frequent command, packed by hand: an array instead of a map, and no reflection.
 */
public final class KvCommand {
    private static final Verb[] VERBS = Verb.values();

    private KvCommand() { }

    /** The whole command with its type byte. */
    public static byte[] encode(ApplyRequest request) {
        int size = 64 + request.key().length() * 3 + (request.value() == null ? 0 : request.value().length);
        try (MessageBufferPacker out = new MessagePack.PackerConfig().withBufferSize(size).newBufferPacker()) {
            out.packByte((byte) CommandType.KVS);
            out.packArrayHeader(6);
            out.packInt(request.verb().ordinal());
            out.packString(request.key());
            if (request.value() == null) {
                out.packNil();
            } else {
                out.packBinaryHeader(request.value().length);
                out.addPayload(request.value());
            }
            out.packLong(request.flags());
            out.packLong(request.index());
            out.packString(request.session());
            return out.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static ApplyRequest decode(byte[] command) throws IOException {
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(command, 1, command.length - 1)) {
            in.unpackArrayHeader();
            Verb verb = VERBS[in.unpackInt()];
            String key = text(in);
            byte[] value = in.tryUnpackNil() ? null : in.readPayload(in.unpackBinaryHeader());
            return new ApplyRequest(verb, key, value, in.unpackLong(), in.unpackLong(), text(in));
        }
    }

    /** What the unpacker's own method does, without the 16 KB that it allocates for its decoder. */
    private static String text(MessageUnpacker in) throws IOException {
        return new String(in.readPayload(in.unpackRawStringHeader()), StandardCharsets.UTF_8);
    }
}
