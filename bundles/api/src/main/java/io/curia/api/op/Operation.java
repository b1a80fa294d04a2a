package io.curia.api.op;

import java.lang.reflect.Type;

/**
 * Something that can be asked of a cluster, as a value: a name (Consul's RPC name), the record that asks and the type
 * that answers. What it does is known to the core alone; how it travels is the {@link Dispatcher}'s affair.
 *
 * @param <Q> the request, a record with a value-based {@code equals}: equal requests may share one answer
 * @param <R> the answer
 */
public sealed interface Operation<Q, R> permits ReadOperation, WriteOperation {
    /** For example {@code Health.ServiceNodes}. */
    String name();

    /** The record that asks. */
    Class<Q> request();

    /** What answers, with its type arguments. */
    Type answer();
}
