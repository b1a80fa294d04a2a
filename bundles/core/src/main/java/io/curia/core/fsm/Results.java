package io.curia.core.fsm;

import io.curia.api.op.CuriaException;
import io.curia.core.codec.Msgpack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** How the result of a command travels back through the consensus engine: a byte that says what it is, and the rest. */
public final class Results {
    private static final byte[] NULL = {0};
    private static final byte[] TRUE = {1};
    private static final byte[] FALSE = {2};
    private static final byte REFUSAL = 3;
    private static final byte VALUE = 4;

    private Results() { }

    static byte[] encode(Object value, Msgpack msgpack) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Boolean done) {
            return done ? TRUE : FALSE;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(VALUE);
        try {
            msgpack.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] refusal(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] result = new byte[text.length + 1];
        result[0] = REFUSAL;
        System.arraycopy(text, 0, result, 1, text.length);
        return result;
    }

    /**
     * Reads a result.
     *
     * @throws CuriaException when the state machine refused the command
     */
    public static Object decode(byte[] result, Type type, Msgpack msgpack) {
        return switch (result[0]) {
            case 0 -> null;
            case 1 -> true;
            case 2 -> false;
            case REFUSAL -> throw CuriaException.failed(
                    new String(result, 1, result.length - 1, StandardCharsets.UTF_8));
            default -> msgpack.decode(result, type);
        };
    }
}
