package io.curia.gossip.serf;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.Coordinate;
import io.curia.gossip.serf.SerfMessage.Event;
import io.curia.gossip.serf.SerfMessage.EventsAt;
import io.curia.gossip.wire.WireException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SerfCodecPropertiesTest {
    private static final Arbitrary<Long> TIMES = Arbitraries.longs().between(0, LamportClock.MOST);
    private static final Arbitrary<Long> U32 = Arbitraries.longs().between(0, 0xffff_ffffL);
    private static final Arbitrary<String> NAMES = Arbitraries.strings().alpha().numeric().ofMaxLength(40);
    private static final Arbitrary<byte[]> BYTES = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    private static final Arbitrary<Boolean> FLAGS = Arbitraries.of(true, false);

    @Provide
    Arbitrary<SerfMessage> messages() {
        Arbitrary<Integer> port = Arbitraries.integers().between(1, 65_535);
        Arbitrary<InetSocketAddress> address = port.map(p -> new InetSocketAddress(InetAddress.getLoopbackAddress(), p));
        Arbitrary<EventsAt> events = Combinators.combine(TIMES,
                Combinators.combine(NAMES, BYTES).as(Event::new).list().ofMaxSize(3)).as(EventsAt::new);
        return Arbitraries.oneOf(Combinators.combine(TIMES, NAMES, FLAGS).as(SerfMessage.Leave::new),
                Combinators.combine(TIMES, NAMES).as(SerfMessage.Join::new),
                Combinators.combine(TIMES, NAMES, BYTES, FLAGS).as(SerfMessage.UserEvent::new),
                Combinators.combine(TIMES, U32, NAMES, U32, BYTES).as(SerfMessage.QueryResponse::new),
                Combinators.combine(address, NAMES, BYTES).as(SerfMessage.Relay::new),
                Combinators.combine(TIMES, U32, BYTES, port, BYTES.list().ofMaxSize(3), U32,
                        Arbitraries.integers().between(0, 255), NAMES).as((time, id, addr, p, filters, flags, relay, name) ->
                        new SerfMessage.Query(time, id, addr, p, name, filters, flags, relay, 5_000_000_000L, name, addr)),
                Combinators.combine(TIMES, Arbitraries.maps(NAMES, TIMES).ofMaxSize(5), NAMES.list().ofMaxSize(3), TIMES,
                        events.list().ofMaxSize(4), TIMES).as(SerfMessage.PushPull::new));
    }

    @Property
    void messagesAreReadAsTheyWereWritten(@ForAll("messages") SerfMessage message) throws WireException {
        assertThat(SerfCodec.decode(SerfCodec.encode(message))).usingRecursiveComparison().ignoringCollectionOrder()
                .isEqualTo(message);
    }

    @Property(tries = 5000)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        try {
            SerfCodec.decode(bytes);
            SerfCodec.decodeTags(bytes);
            SerfCodec.decodeCoordinate(bytes);
            QueryFilters.match(List.of(bytes), "me", Map.of());
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property
    void tagsAndPlacesAreReadAsTheyWereWritten(@ForAll Map<String, String> any, @ForAll double x) throws WireException {
        Map<String, String> tags = new java.util.TreeMap<>();
        any.forEach((key, value) -> tags.put(clean(key), clean(value)));
        assertThat(SerfCodec.decodeTags(SerfCodec.encodeTags(tags))).isEqualTo(tags);
        Coordinate place = new Coordinate(List.of(x, 2.0), 0.5, -x, 0.1);
        assertThat(SerfCodec.decodeCoordinate(SerfCodec.encodeCoordinate(place))).isEqualTo(place);
    }

    private static String clean(String any) {
        return new String(any.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void readsARelayAsSerfWritesIt() throws WireException {
        // taken from a packet of Serf's agent: the header has a field that is of no use here
        byte[] bytes = java.util.HexFormat.of().parseHex("0982a8446573744164647283a24950a47f000001a4506f7274cd9657a45a6f"
                + "6e65a0a8446573744e616d65a26f310585a5466c61677300a446726f6da27331a24944ce48171b9aa54c54696d6504a75061796c6f"
                + "6164a0");
        SerfMessage.Relay relay = (SerfMessage.Relay) SerfCodec.decode(bytes);
        assertThat(relay.to().getPort()).isEqualTo(38_487);
        assertThat(relay.name()).isEqualTo("o1");
        assertThat(SerfCodec.decode(relay.inner())).usingRecursiveComparison()
                .isEqualTo(new SerfMessage.QueryResponse(4, 1_209_473_946L, "s1", 0, new byte[0]));
    }
}
