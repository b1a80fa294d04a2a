package io.curia.core.ops;

import io.curia.api.model.PreparedQuery;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.QueryOperations.ExecuteRequest;
import io.curia.api.op.QueryOperations.Execution;
import io.curia.api.op.QueryOperations.RemoteRequest;
import io.curia.api.op.ReadOptions;
import io.curia.core.dispatch.Elsewhere;
import io.curia.core.dispatch.Hold;
import io.curia.core.dispatch.ReadHandler;
import io.curia.core.store.StateStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other datacenters where a query found nothing: the nearest ones first, then those that the query lists, one after
 * another until one has something (reference: semantics, section 8).
 */
public final class QueryFailover implements ReadHandler.Follow<ExecuteRequest, Execution> {
    private static final Logger LOG = LoggerFactory.getLogger(QueryFailover.class);

    private final String datacenter;
    private final Supplier<List<String>> datacenters;
    private final Elsewhere elsewhere;
    private final StateStore store;

    /** @param datacenters all known, nearest first */
    public QueryFailover(String datacenter, Supplier<List<String>> datacenters, Elsewhere elsewhere, StateStore store) {
        this.datacenter = datacenter;
        this.datacenters = datacenters;
        this.elsewhere = elsewhere;
        this.store = store;
    }

    @Override
    public CompletableFuture<Answer<Execution>> follow(ExecuteRequest request, ReadOptions options,
            Answer<Execution> found) {
        if (!found.value().nodes().isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        try {
            PreparedQuery query = QueryReads.find(request.idOrName(), store.state());
            Deque<String> targets = new ArrayDeque<>(targets(query.service().failover()));
            return next(new RemoteRequest(query, request.limit(), request.connect()), options, found, targets, 0);
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Collection<String> targets(PreparedQuery.Failover failover) {
        List<String> known = new ArrayList<>(datacenters.get());
        LinkedHashSet<String> targets = new LinkedHashSet<>();
        known.stream().filter(name -> !name.equals(datacenter)).limit(Math.max(0, failover.nearestN()))
                .forEach(targets::add);
        for (String name : Shapes.list(failover.datacenters())) {
            if (known.contains(name)) {
                targets.add(name);
            } else {
                LOG.debug("skipping unknown datacenter in prepared query: datacenter={}", name);
            }
        }
        return targets;
    }

    private CompletableFuture<Answer<Execution>> next(RemoteRequest request, ReadOptions options, Answer<Execution> found,
            Deque<String> targets, int tried) {
        String target = targets.poll();
        if (target == null) {
            return CompletableFuture.completedFuture(with(found, found.value().datacenter(), tried));
        }
        int failovers = tried + 1;
        return elsewhere.read(QueryOperations.EXECUTE_REMOTE, request, new ReadOptions(target, options.token(), 0, 0,
                Consistency.STALE, 0, "")).handle((answer, failure) -> {
                    if (failure != null) {
                        LOG.warn("Failed querying for service in datacenter: service={} datacenter={} error=\"{}\"",
                                request.query().service().service(), target, Hold.unwrapped(failure).getMessage());
                        return next(request, options, found, targets, failovers);
                    }
                    return answer.value().nodes().isEmpty() ? next(request, options, with(found, target, failovers), targets,
                            failovers) : CompletableFuture.completedFuture(with(new Answer<>(answer.value(), found.index(),
                                    found.lastContactMillis(), found.knownLeader(), found.consistency()), target, failovers));
                }).thenCompose(later -> later);
    }

    private static Answer<Execution> with(Answer<Execution> answer, String where, int failovers) {
        Execution e = answer.value();
        return new Answer<>(new Execution(e.service(), e.nodes(), e.dns(), where, failovers), answer.index(),
                answer.lastContactMillis(), answer.knownLeader(), answer.consistency());
    }
}
