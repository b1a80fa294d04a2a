package io.curia.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import org.msgpack.core.MessagePackException;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** The same records as msgpack: for commands in the consensus log, for snapshots and for calls between agents. Thread-safe. */
public final class Msgpack {
    private static final int EXPECTED = 256;
    private final MessagePackFactory factory = new MessagePackFactory();
    private final RecordWriter writer = new RecordWriter(false);
    private final RecordReader reader = new RecordReader(false, false);
    private final boolean old;

    /** For what stays among servers of ours. */
    public Msgpack() {
        this(false);
    }

    private Msgpack(boolean old) {
        this.old = old;
    }

    /** As agents written in Go read and write it: the old specification, which does not tell bytes from texts. */
    public static Msgpack wire() {
        return new Msgpack(true);
    }

    /** A command: its type byte and the record. */
    public byte[] encode(int type, Object value) {
        MsgpackGenerator out = new MsgpackGenerator(old, EXPECTED);
        out.put(type);
        write(value, out);
        return out.bytes();
    }

    /** One value. */
    public byte[] encode(Object value) {
        MsgpackGenerator out = new MsgpackGenerator(old, EXPECTED);
        write(value, out);
        return out.bytes();
    }

    /** One map with the fields of several records, as Go flattens what is embedded. */
    public byte[] encodeFlat(Record... parts) {
        MsgpackGenerator out = new MsgpackGenerator(old, EXPECTED);
        try {
            writer.writeFlat(parts, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.bytes();
    }

    /** One map with a field of that name and those of a record. */
    public byte[] encodeWith(String field, Object value, Record others) {
        MsgpackGenerator out = new MsgpackGenerator(old, EXPECTED);
        try {
            writer.writeWith(field, value, others, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.bytes();
    }

    /**
     * One field of a map; null when it is not there.
     *
     * @throws IOException when it is no msgpack or does not fit the type
     */
    @SuppressWarnings("unchecked")
    public <T> T readField(byte[] bytes, String field, Type type) throws IOException {
        MsgpackParser parser = new MsgpackParser(bytes, 0, bytes.length);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("msgpack: a map was expected");
        }
        try {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(field);
                parser.nextToken();
                if (wanted) {
                    return (T) reader.read(type, parser);
                }
                parser.skipChildren();
            }
            return null;
        } catch (RecordReader.MismatchException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void write(Object value, MsgpackGenerator out) {
        try {
            writer.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what follows the type byte of a command. */
    @SuppressWarnings("unchecked")
    public <T> T decode(byte[] bytes, Type type) {
        try {
            return (T) read(bytes, 1, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object read(byte[] bytes, int from, Type type) throws IOException {
        MsgpackParser parser = new MsgpackParser(bytes, from, bytes.length - from);
        if (parser.nextToken() == null) {
            throw new IOException("msgpack: the value is cut off");
        }
        return reader.read(type, parser);
    }

    /** Writes one value. */
    public void write(Object value, OutputStream out) throws IOException {
        MsgpackGenerator generator = new MsgpackGenerator(old, EXPECTED);
        writer.write(value, generator);
        generator.writeTo(out);
    }

    /**
     * Reads one value; unknown fields are passed over.
     *
     * @throws IOException when it is no msgpack or does not fit the type
     */
    @SuppressWarnings("unchecked")
    public <T> T read(byte[] bytes, Type type) throws IOException {
        try {
            return (T) read(bytes, 0, type);
        } catch (RecordReader.MismatchException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
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

    /** Reads many values from bytes that are all there; texts may be asked for as bytes. */
    public Values values(byte[] bytes) {
        return new Values(new MsgpackParser(bytes, 0, bytes.length), reader);
    }

    /** Values one after the other. */
    public static final class Values {
        private final MsgpackParser in;
        private final RecordReader reader;

        private Values(MsgpackParser in, RecordReader reader) {
            this.in = in;
            this.reader = reader;
        }

        /** Goes on to the next value; false at the end. */
        public boolean next() throws IOException {
            return in.nextToken() != null;
        }

        /**
         * Goes on to the next value and reads it; unknown fields are passed over.
         *
         * @throws IOException when there is none, or it does not fit the type
         */
        @SuppressWarnings("unchecked")
        public <T> T read(Type type) throws IOException {
            require();
            try {
                return (T) reader.read(type, in);
            } catch (RecordReader.MismatchException | IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        /** Goes on to the next value and over it. */
        public void skip() throws IOException {
            require();
            in.skipChildren();
        }

        /** The number that the last {@link #next} found. */
        public int number() throws IOException {
            if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new IOException("msgpack: a number was expected");
            }
            return in.getIntValue();
        }

        private void require() throws IOException {
            if (!next()) {
                throw new IOException("unexpected EOF");
            }
        }
    }
}
