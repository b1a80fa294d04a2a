package io.curia.gossip;

import java.nio.charset.StandardCharsets;

/** How large a user event is on the wire: a type byte and the map {LTime, Name, Payload, CC} in msgpack's old form. */
final class EventSize {
    private static final int FIXED = 1 + 1 + 6 + 5 + 8 + 3 + 1;

    private EventSize() { }

    static int raw(String name, byte[] payload) {
        return name.getBytes(StandardCharsets.UTF_8).length + payload.length;
    }

    static int encoded(long time, String name, byte[] payload) {
        return FIXED + number(time) + text(name.getBytes(StandardCharsets.UTF_8).length) + text(payload.length);
    }

    private static int number(long value) {
        if (value < 128) {
            return 1;
        }
        return value < 256 ? 2 : value < 65_536 ? 3 : value < 1L << 32 ? 5 : 9;
    }

    private static int text(int length) {
        return length + (length < 32 ? 1 : length < 65_536 ? 3 : 5);
    }
}
