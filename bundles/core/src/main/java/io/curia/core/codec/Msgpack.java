package io.curia.core.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import org.msgpack.core.MessagePackException;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** The same records as msgpack: for commands in the consensus log and for snapshots. Thread-safe. */
public final class Msgpack {
    private final MessagePackFactory factory = new MessagePackFactory();
    private final RecordWriter writer = new RecordWriter(false);
    private final RecordReader reader = new RecordReader(false, false);

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

    /** Writes one value; each has a generator of its own, which cannot begin a second value. */
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

    /** Writes a number from 0 to 127 and a value. */
    public void write(int type, Object value, OutputStream out) throws IOException {
        out.write(type);
        write(value, out);
    }

    /** Reads many values from one stream. */
    public Reader reader(InputStream in) throws IOException {
        return new Reader(factory.createParser(in), reader);
    }

    /** A stream of values being read. */
    public static final class Reader implements AutoCloseable {
        private final JsonParser in;
        private final RecordReader reader;

        private Reader(JsonParser in, RecordReader reader) {
            this.in = in;
            this.reader = reader;
        }

        /** Goes on to the next value; null at the end. */
        public JsonToken next() throws IOException {
            try {
                return in.nextToken();
            } catch (MessagePackException e) {
                throw new IOException("unexpected end of the stream", e);
            }
        }

        /** The number that the stream stands on. */
        public int number() throws IOException {
            return in.getIntValue();
        }

        /** Goes on to the next value and reads it. */
        @SuppressWarnings("unchecked")
        public <T> T read(Class<?> type) throws IOException {
            if (next() == null) {
                throw new IOException("unexpected end of the stream");
            }
            try {
                return (T) reader.read(type, in);
            } catch (RecordReader.MismatchException | MessagePackException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
