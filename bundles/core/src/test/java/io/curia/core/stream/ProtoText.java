package io.curia.core.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message as text, knowing field numbers and wire types alone: {@code {1=5, 2="text", 3={...}}}; what is to be read as a message is told. */
final class ProtoText {
    private ProtoText() { }

    /** @param messages paths of the fields that are messages, as in {@code 10.2.1} */
    static String of(byte[] message, List<String> messages) {
        return text(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN), "", messages);
    }

    private static String text(ByteBuffer in, String path, List<String> messages) {
        List<String> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            String field = path + (tag >>> 3);
            fields.add((tag >>> 3) + "=" + switch ((int) (tag & 7)) {
                case 0 -> Long.toString(varint(in));
                case 1 -> Double.toString(in.getDouble());
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield messages.contains(field)
                            ? text(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), field + ".", messages)
                            : '"' + new String(bytes, StandardCharsets.UTF_8) + '"';
                }
                default -> throw new IllegalArgumentException("wire type " + (tag & 7));
            });
        }
        return "{" + String.join(", ", fields) + "}";
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte b;
        do {
            b = in.get();
            value |= (b & 0x7FL) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }
}
