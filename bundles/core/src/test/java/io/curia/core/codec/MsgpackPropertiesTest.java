package io.curia.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.KvEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.msgpack.jackson.dataformat.MessagePackFactory;

class MsgpackPropertiesTest {
    record Everything(String text, byte[] bytes, long number, int small, boolean flag, double fraction,
            List<String> list, Map<String, Long> map) { }

    @Property
    void whatIsWrittenIsRead(@ForAll String text, @ForAll byte[] bytes, @ForAll long number, @ForAll int small,
            @ForAll boolean flag, @ForAll double fraction, @ForAll List<String> list, @ForAll Map<String, Long> map)
            throws IOException {
        Everything value = new Everything(text, bytes, number, small, flag, fraction, list, map);
        for (Msgpack msgpack : List.of(new Msgpack(), Msgpack.wire())) {
            Everything read = msgpack.read(msgpack.encode(value), Everything.class);
            // a lone surrogate is no text: it becomes a question mark
            String sound = new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    java.nio.charset.StandardCharsets.UTF_8);
            assertThat(read.text()).isEqualTo(sound);
            assertThat(read.bytes()).isEqualTo(bytes);
            assertThat(read.number()).isEqualTo(number);
            assertThat(read.small()).isEqualTo(small);
            assertThat(read.flag()).isEqualTo(flag);
            assertThat(read.fraction()).isEqualTo(fraction);
            assertThat(read.list()).hasSameSizeAs(list);
        }
    }

    /** Logs and snapshots written before are read, and a library reads what is written now. */
    @Property
    void theLibraryAndWeReadEachOther(@ForAll byte[] value, @ForAll long index) throws IOException {
        KvEntry entry = new KvEntry(0, "key", 3, value, "", index & Long.MAX_VALUE, 1);
        RecordWriter writer = new RecordWriter(false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var generator = new MessagePackFactory().createGenerator(out)) {
            writer.write(entry, generator);
        }
        assertThat(new Msgpack().<KvEntry>read(out.toByteArray(), KvEntry.class)).isEqualTo(entry);
        try (var parser = new MessagePackFactory().createParser(new Msgpack().encode(entry))) {
            parser.nextToken();
            assertThat(new RecordReader(false, false).read(KvEntry.class, parser)).isEqualTo(entry);
        }
    }

    @Property
    void garbageIsRefusedAndNothingElse(@ForAll byte[] garbage) {
        try {
            new Msgpack().read(garbage, Everything.class);
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
