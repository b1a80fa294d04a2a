package io.curia.http.render;

import io.curia.api.agent.Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A value and its encoded forms, each made when first asked for; two threads may make the same one twice. Thread-safe. */
public final class Encoded {
    /** From this size on a body is worth compressing. */
    public static final int WORTH_COMPRESSING = 1400;

    private final Object value;
    private final Writer writer;
    private volatile byte[] compact;
    private volatile byte[] pretty;
    private volatile byte[] compactGzip;
    private volatile byte[] prettyGzip;

    /** Writes a value as JSON. */
    @FunctionalInterface
    public interface Writer {
        /** The bytes; {@code pretty} with four spaces of indent and a line end. */
        byte[] write(Codec codec, Object value, boolean pretty);
    }

    private Encoded(Object value, Writer writer) {
        this.value = value;
        this.writer = writer;
    }

    /** A value that the codec writes. */
    public static Encoded of(Object value) {
        return new Encoded(value, null);
    }

    /** A value with a writer of its own. */
    public static Encoded of(Object value, Writer writer) {
        return new Encoded(value, writer);
    }

    /** The body. */
    public byte[] plain(Codec codec, boolean indented) {
        byte[] known = indented ? pretty : compact;
        if (known == null) {
            known = writer == null ? codec.json(value, indented) : writer.write(codec, value, indented);
            if (indented) {
                pretty = known;
            } else {
                compact = known;
            }
        }
        return known;
    }

    /** The compressed body. */
    public byte[] gzip(Codec codec, boolean indented) {
        byte[] known = indented ? prettyGzip : compactGzip;
        if (known == null) {
            known = gzip(plain(codec, indented));
            if (indented) {
                prettyGzip = known;
            } else {
                compactGzip = known;
            }
        }
        return known;
    }

    /** Bytes, compressed quickly rather than well. */
    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
