package io.curia.core.agent.event;

import io.curia.api.model.UserEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * A user event on its way through gossip: a map in msgpack's old form, in which texts and bytes look the same
 * (reference: gossip-rpc, 3.5).
 */
final class EventMessage {
    static final String PREFIX = "consul:event:";
    private static final MessagePack.PackerConfig OLD =
            new MessagePack.PackerConfig().withStr8FormatSupport(false);

    private EventMessage() { }

    static byte[] encode(UserEvent event) {
        try (MessageBufferPacker out = OLD.newBufferPacker()) {
            out.packMapHeader(7);
            out.packString("ID").packString(event.id());
            out.packString("Name").packString(event.name());
            out.packString("Payload");
            if (event.payload() == null) {
                out.packNil();
            } else {
                out.packRawStringHeader(event.payload().length).writePayload(event.payload());
            }
            out.packString("NodeFilter").packString(event.nodeFilter());
            out.packString("ServiceFilter").packString(event.serviceFilter());
            out.packString("TagFilter").packString(event.tagFilter());
            out.packString("Version").packInt(event.version());
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
    }

    /** @throws IOException when it is not an event */
    static UserEvent decode(byte[] message, long lamportTime) throws IOException {
        String id = "";
        String name = "";
        byte[] payload = null;
        String node = "";
        String service = "";
        String tag = "";
        int version = 0;
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(message)) {
            int fields = in.unpackMapHeader();
            for (int i = 0; i < fields; i++) {
                String field = text(in);
                switch (field) {
                    case "ID" -> id = text(in);
                    case "Name" -> name = text(in);
                    case "Payload" -> payload = bytes(in);
                    case "NodeFilter" -> node = text(in);
                    case "ServiceFilter" -> service = text(in);
                    case "TagFilter" -> tag = text(in);
                    case "Version" -> version = in.unpackInt();
                    default -> in.skipValue();
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("not an event: " + e.getMessage(), e);
        }
        return new UserEvent(id, name, payload == null || payload.length == 0 ? null : payload, node, service, tag,
                version, lamportTime);
    }

    private static byte[] bytes(MessageUnpacker in) throws IOException {
        if (in.tryUnpackNil()) {
            return null;
        }
        boolean binary = in.getNextFormat().getValueType() == ValueType.BINARY;
        return in.readPayload(binary ? in.unpackBinaryHeader() : in.unpackRawStringHeader());
    }

    private static String text(MessageUnpacker in) throws IOException {
        byte[] bytes = bytes(in);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
