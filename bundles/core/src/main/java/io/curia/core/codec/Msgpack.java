package io.curia.core.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** The same records as msgpack: for commands in the consensus log and for snapshots. Thread-safe. */
public final class Msgpack {
    private final MessagePackFactory factory = new MessagePackFactory();
    private final RecordWriter writer = new RecordWriter(false);
    private final RecordReader reader = new RecordReader(false);

    /** A command: its type byte and the record. */
    public byte[] encode(int type, Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(type);
        try {
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Reads what follows the type byte of a command. */
    @SuppressWarnings("unchecked")
    public <T> T decode(byte[] bytes, Type type) {
        try (JsonParser parser = factory.createParser(bytes, 1, bytes.length - 1)) {
            parser.nextToken();
            return (T) reader.read(type, parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one value. */
    public void write(Object value, OutputStream out) throws IOException {
        JsonGenerator generator = factory.createGenerator(out);
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        writer.write(value, generator);
        generator.close();
    }

    /** Reads one value. */
    @SuppressWarnings("unchecked")
    public <T> T read(byte[] bytes, Type type) throws IOException {
        try (JsonParser parser = factory.createParser(bytes)) {
            parser.nextToken();
            return (T) reader.read(type, parser);
        }
    }
}
