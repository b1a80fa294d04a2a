package io.curia.core.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.curia.api.agent.Codec;
import io.curia.api.op.CuriaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;

/** JSON as Go's encoding/json writes and reads it. Thread-safe. */
public final class GoJson implements Codec {
    private final JsonFactory factory = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build()
            .setCharacterEscapes(new GoEscapes());
    private final RecordWriter writer = new RecordWriter(true);
    private final RecordReader strictReader = new RecordReader(true, true);
    private final RecordReader lenientReader = new RecordReader(false, true);

    @Override
    public byte[] json(Object value, boolean pretty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try {
            json(value, pretty, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void json(Object value, boolean pretty, OutputStream out) throws IOException {
        try (JsonGenerator generator = factory.createGenerator(out)) {
            if (pretty) {
                generator.setPrettyPrinter(new GoPrettyPrinter());
            }
            writer.write(value, generator);
        }
        if (pretty) {
            out.write('\n');
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T parse(byte[] json, Type type, boolean strict) {
        try (JsonParser parser = factory.createParser(json)) {
            if (parser.nextToken() == null) {
                throw CuriaException.badRequest("EOF");
            }
            return (T) (strict ? strictReader : lenientReader).read(type, parser);
        } catch (RecordReader.MismatchException e) {
            throw refused(json, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw refused(json, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw refused(json, "invalid JSON");
        }
    }

    /** Go looks at the syntax of the whole value before it looks at what the value says. */
    private static CuriaException refused(byte[] json, String why) {
        String syntax = GoSyntax.explain(json);
        return CuriaException.badRequest(syntax == null ? why : syntax);
    }
}
