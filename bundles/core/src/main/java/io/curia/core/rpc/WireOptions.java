package io.curia.core.rpc;

import io.curia.api.model.Wire;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.ReadOptions;
import java.util.concurrent.TimeUnit;

/** What is embedded in every request and reply: where to, on whose behalf, how, and how it was answered. */
final class WireOptions {
    private WireOptions() { }

    /** Every request says which datacenter it is for. */
    record Scope(String datacenter) { }

    /** Of writes. */
    record Write(String token) { }

    /** Of reads; durations in nanoseconds. */
    record Read(String token, long minQueryIndex, long maxQueryTime, boolean allowStale, boolean requireConsistent,
            long maxStaleDuration, String filter) {
        static Read of(ReadOptions options) {
            return new Read(options.token(), options.minIndex(), TimeUnit.MILLISECONDS.toNanos(options.waitMillis()),
                    options.consistency() == Consistency.STALE, options.consistency() == Consistency.CONSISTENT,
                    TimeUnit.MILLISECONDS.toNanos(options.maxStaleMillis()), options.filter());
        }

        ReadOptions options(String datacenter) {
            Consistency consistency = allowStale ? Consistency.STALE
                    : requireConsistent ? Consistency.CONSISTENT : Consistency.DEFAULT;
            return new ReadOptions(datacenter, token, Math.max(0, minQueryIndex),
                    TimeUnit.NANOSECONDS.toMillis(Math.max(0, maxQueryTime)), consistency,
                    TimeUnit.NANOSECONDS.toMillis(Math.max(0, maxStaleDuration)), filter);
        }
    }

    /** Of replies; {@code lastContact} in nanoseconds. */
    record Meta(@Wire(unsigned = true) long index, long lastContact, boolean knownLeader, String consistencyLevel) {
        static Meta of(Answer<?> answer) {
            return new Meta(answer.index(), TimeUnit.MILLISECONDS.toNanos(answer.lastContactMillis()),
                    answer.knownLeader(), answer.consistency() == Consistency.STALE ? "stale"
                            : answer.consistency() == Consistency.CONSISTENT ? "consistent" : "leader");
        }

        <R> Answer<R> answer(R value, Consistency consistency) {
            return new Answer<>(value, Math.max(1, index), TimeUnit.NANOSECONDS.toMillis(lastContact), knownLeader,
                    consistency);
        }
    }
}
