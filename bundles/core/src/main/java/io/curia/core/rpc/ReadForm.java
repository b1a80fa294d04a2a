package io.curia.core.rpc;

import io.curia.api.op.Answer;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.core.codec.Msgpack;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How a read travels.
 *
 * @param toWire of the datacenter and the request, a record that has the datacenter
 * @param field where the answer stands in the reply; "" for a reply that is the answer, its fields beside those about it;
 *        null for a reply that is nothing but the answer
 */
record ReadForm<Q, R, W extends Record, V>(ReadOperation<Q, R> operation, Class<W> wire, BiFunction<String, Q, W> toWire,
        Function<W, Q> fromWire, String field, Type reply, Function<R, V> toReply, Function<V, R> fromReply) {

    byte[] request(String datacenter, Q request, ReadOptions options, Msgpack msgpack) {
        return msgpack.encodeFlat(toWire.apply(datacenter, request), WireOptions.Read.of(options));
    }

    Q request(byte[] body, Msgpack msgpack) throws IOException {
        W read = msgpack.read(body, wire);
        return fromWire.apply(read);
    }

    byte[] reply(Answer<R> answer, Msgpack msgpack) {
        V value = toReply.apply(answer.value());
        if (field == null) {
            return msgpack.encode(value);
        }
        WireOptions.Meta meta = WireOptions.Meta.of(answer);
        return field.isEmpty() ? msgpack.encodeFlat((Record) value, meta) : msgpack.encodeWith(field, value, meta);
    }

    Answer<R> answer(byte[] body, ReadOptions options, Msgpack msgpack) throws IOException {
        V value = field == null || field.isEmpty() ? msgpack.read(body, reply) : msgpack.readField(body, field, reply);
        WireOptions.Meta meta = field == null ? new WireOptions.Meta(1, 0, true, "")
                : msgpack.read(body, WireOptions.Meta.class);
        return meta.answer(fromReply.apply(value), options.consistency());
    }

    /** Go has no null lists: what is empty comes as null. */
    static <K, T> Map<K, T> orEmpty(Map<K, T> map) {
        return map == null ? Map.of() : map;
    }
}
