package io.curia.core.rpc;

import io.curia.api.op.Operation;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.WriteOperation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The form of every operation that travels, by operation for those who call and by method for those who are called. Filled
 * once, then only read.
 */
public final class Forms {
    private final Map<String, ReadForm<?, ?, ?, ?>> reads = new HashMap<>();
    private final Map<String, WriteForm<?, ?, ?, ?>> writes = new HashMap<>();
    private final Map<String, List<WriteForm<?, ?, ?, ?>>> writesByMethod = new HashMap<>();
    private final Map<String, Envelope> envelopes = new HashMap<>();

    private Forms() { }

    /** All of them. */
    public static Forms all() {
        Forms forms = new Forms();
        CatalogForms.addTo(forms);
        StoreForms.addTo(forms);
        OperatorForms.addTo(forms);
        return forms;
    }

    /** A read whose reply has the answer in a field of that name. */
    <Q, R, W extends Record> void read(ReadOperation<Q, R> operation, Class<W> wire, BiFunction<String, Q, W> toWire,
            Function<W, Q> fromWire, String field) {
        read(operation, wire, toWire, fromWire, field, operation.answer(), Function.identity(), Function.identity());
    }

    <Q, R, W extends Record, V> void read(ReadOperation<Q, R> operation, Class<W> wire, BiFunction<String, Q, W> toWire,
            Function<W, Q> fromWire, String field, Type reply, Function<R, V> toReply, Function<V, R> fromReply) {
        reads.put(operation.name(), new ReadForm<>(operation, wire, toWire, fromWire, field, reply, toReply, fromReply));
    }

    /** A write whose reply is the answer. */
    <Q, R, W extends Record> void write(WriteOperation<Q, R> operation, Class<W> wire, BiFunction<String, Q, W> toWire,
            Function<W, Q> fromWire) {
        write(operation, operation.name(), wire, toWire, fromWire, null, operation.answer(), Function.identity(),
                Function.identity());
    }

    /** A write that answers true, and whose reply says nothing. */
    <Q, W extends Record> void silent(WriteOperation<Q, Boolean> operation, Class<W> wire,
            BiFunction<String, Q, W> toWire, Function<W, Q> fromWire) {
        write(operation, operation.name(), wire, toWire, fromWire, null, WriteForm.Nothing.class,
                done -> new WriteForm.Nothing(), nothing -> true);
    }

    /** A method shared by several operations tries them in the order added: the first that makes a request of it is meant. */
    <Q, R, W extends Record, V> void write(WriteOperation<Q, R> operation, String method, Class<W> wire,
            BiFunction<String, Q, W> toWire, Function<W, Q> fromWire, String field, Type reply, Function<R, V> toReply,
            Function<V, R> fromReply) {
        WriteForm<Q, R, W, V> form =
                new WriteForm<>(operation, method, wire, toWire, fromWire, field, reply, toReply, fromReply);
        writes.put(operation.name(), form);
        writesByMethod.computeIfAbsent(method, unknown -> new ArrayList<>(1)).add(form);
    }

    @SuppressWarnings("unchecked")
    <Q, R> ReadForm<Q, R, ?, ?> of(ReadOperation<Q, R> operation) {
        return (ReadForm<Q, R, ?, ?>) require(reads.get(operation.name()), operation);
    }

    @SuppressWarnings("unchecked")
    <Q, R> WriteForm<Q, R, ?, ?> of(WriteOperation<Q, R> operation) {
        return (WriteForm<Q, R, ?, ?>) require(writes.get(operation.name()), operation);
    }

    private static <T> T require(T form, Operation<?, ?> operation) {
        if (form == null) {
            throw new IllegalStateException(operation.name() + " cannot travel");
        }
        return form;
    }

    /** What is around the messages of a method, if anything is. */
    void envelope(String method, Envelope envelope) {
        envelopes.put(method, envelope);
    }

    Envelope envelope(String method) {
        return envelopes.getOrDefault(method, Envelope.NONE);
    }

    /** The read that a method stands for, or null. */
    ReadForm<?, ?, ?, ?> read(String method) {
        return reads.get(method);
    }

    /** The writes that a method stands for; empty for none. */
    List<WriteForm<?, ?, ?, ?>> writes(String method) {
        return writesByMethod.getOrDefault(method, List.of());
    }
}
