package io.curia.gossip.wire;

import io.curia.gossip.wire.Message.NodeEntry;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any messages. */
final class Messages {
    private static final Arbitrary<Long> U32 = Arbitraries.longs().between(0, 0xffff_ffffL);
    private static final Arbitrary<String> NAMES = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(60);
    private static final Arbitrary<String> OPTIONAL_NAMES = Arbitraries.strings().alpha().numeric().ofMaxLength(60);
    private static final Arbitrary<byte[]> ADDR = Arbitraries.of(4, 16).flatMap(size -> bytes(size, size));
    private static final Arbitrary<byte[]> OPTIONAL_ADDR = Arbitraries.of(0, 4, 16).flatMap(size -> bytes(size, size));
    private static final Arbitrary<Integer> PORT = Arbitraries.integers().between(0, 65_535);
    private static final Arbitrary<byte[]> META = bytes(0, 512);
    private static final Arbitrary<byte[]> VERSIONS = Arbitraries.of(0, 6).flatMap(size -> bytes(size, size));

    private Messages() { }

    private static Arbitrary<byte[]> bytes(int least, int most) {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(least).ofMaxSize(most);
    }

    /** What goes into packets. */
    static Arbitrary<Message> any() {
        return Arbitraries.oneOf(
                Combinators.combine(U32, NAMES, OPTIONAL_ADDR, PORT, OPTIONAL_NAMES).as(Message.Ping::new),
                Combinators.combine(U32, ADDR, PORT, NAMES, Arbitraries.of(true, false), OPTIONAL_ADDR, PORT, OPTIONAL_NAMES)
                        .as(Message.IndirectPing::new),
                Combinators.combine(U32, bytes(0, 200)).as(Message.Ack::new), U32.map(Message.Nack::new),
                Combinators.combine(U32, NAMES, NAMES).as(Message.Suspect::new),
                Combinators.combine(U32, NAMES, NAMES).as(Message.Dead::new),
                Combinators.combine(U32, NAMES, ADDR, PORT, META, VERSIONS).as(Message.Alive::new),
                bytes(0, 600).map(Message.User::new), OPTIONAL_NAMES.map(Message.Refusal::new));
    }

    static Arbitrary<Message.PushPull> pushPulls() {
        Arbitrary<NodeEntry> nodes = Combinators.combine(NAMES, ADDR, PORT, META, U32,
                Arbitraries.integers().between(0, NodeEntry.LEFT), VERSIONS).as(NodeEntry::new);
        return Combinators.combine(Arbitraries.of(true, false), nodes.list().ofMaxSize(20), bytes(0, 2000))
                .as(Message.PushPull::new);
    }
}
