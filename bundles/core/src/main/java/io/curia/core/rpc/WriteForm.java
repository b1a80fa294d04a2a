package io.curia.core.rpc;

import io.curia.api.op.WriteOperation;
import io.curia.core.codec.Msgpack;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How a write travels.
 *
 * @param method the call's name, which several operations may share
 * @param toWire of the datacenter and the request, a record that has the datacenter
 * @param field where the answer stands in the reply; "" for a reply that is the answer, its fields beside those about it;
 *        null for a reply that is nothing but the answer
 */
record WriteForm<Q, R, W extends Record, V>(WriteOperation<Q, R> operation, String method, Class<W> wire,
        BiFunction<String, Q, W> toWire, Function<W, Q> fromWire, String field, Type reply, Function<R, V> toReply,
        Function<V, R> fromReply) {
    /** A reply that says nothing: Go's empty struct. */
    record Nothing() { }

    byte[] request(String datacenter, Q request, String token, Msgpack msgpack) {
        return msgpack.encodeFlat(toWire.apply(datacenter, request), new WireOptions.Write(token));
    }

    Q request(byte[] body, Msgpack msgpack) throws IOException {
        W read = msgpack.read(body, wire);
        return fromWire.apply(read);
    }

    byte[] reply(R answer, Msgpack msgpack) {
        V value = toReply.apply(answer);
        if (field == null) {
            return msgpack.encode(value);
        }
        WireOptions.Meta meta = new WireOptions.Meta(0, 0, true, "");
        return field.isEmpty() ? msgpack.encodeFlat((Record) value, meta) : msgpack.encodeWith(field, value, meta);
    }

    R answer(byte[] body, Msgpack msgpack) throws IOException {
        V value = field == null || field.isEmpty() ? msgpack.read(body, reply) : msgpack.readField(body, field, reply);
        return fromReply.apply(value);
    }
}
