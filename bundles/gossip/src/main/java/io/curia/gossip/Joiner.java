package io.curia.gossip;

import io.curia.gossip.serf.Serf;
import io.curia.gossip.swim.Swim;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Joins a pool through others: looks their names up where that may block, then exchanges everything with each in turn.
 * At most {@link #MOST} joins at a time.
 */
final class Joiner {
    private static final int MOST = 64;
    private final Serf serf;
    private final Swim swim;
    private final Executor owner;
    private final Executor lookups;
    private final int defaultPort;
    private int running;

    /** @param owner the pool's thread; the joiner's own state belongs to it */
    Joiner(Serf serf, Swim swim, Executor owner, Executor lookups, int defaultPort) {
        this.serf = serf;
        this.swim = swim;
        this.owner = owner;
        this.lookups = lookups;
        this.defaultPort = defaultPort;
    }

    /** From any thread; ends with how many were reached, exceptionally when none was. */
    CompletableFuture<Integer> join(List<String> addresses) {
        Attempt attempt = new Attempt(addresses);
        try {
            if (attempt.parse()) {
                owner.execute(attempt::begin);
            } else {
                lookups.execute(attempt::lookUp);
            }
        } catch (RejectedExecutionException e) {
            attempt.result.completeExceptionally(new IllegalStateException("too many joins are under way", e));
        }
        return attempt.result;
    }

    private final class Attempt {
        private final List<String> texts;
        private final List<HostPort> parsed = new ArrayList<>();
        private final Deque<InetSocketAddress> targets = new ArrayDeque<>();
        private final List<String> problems = new ArrayList<>();
        private final CompletableFuture<Integer> result = new CompletableFuture<>();
        private int reached;

        Attempt(List<String> texts) {
            this.texts = texts;
        }

        /** Whether no look-up is needed. */
        private boolean parse() {
            boolean literal = true;
            for (String text : texts) {
                try {
                    HostPort target = HostPort.parse(text, defaultPort);
                    parsed.add(target);
                    literal &= target.literal();
                } catch (IllegalArgumentException e) {
                    problems.add("Failed to resolve " + text + ": " + e.getMessage());
                }
            }
            if (literal) {
                resolve();
            }
            return literal;
        }

        private void lookUp() {
            resolve();
            owner.execute(this::begin);
        }

        private void resolve() {
            for (HostPort target : parsed) {
                try {
                    targets.addAll(target.resolve());
                } catch (UnknownHostException e) {
                    problems.add("Failed to resolve " + target.host() + ": lookup " + target.host() + ": no such host");
                }
            }
        }

        private void begin() {
            if (serf.leaving()) {
                result.completeExceptionally(new IllegalStateException("Serf can't Join after Leave or Shutdown"));
            } else if (running >= MOST) {
                result.completeExceptionally(new IllegalStateException("too many joins are under way"));
            } else {
                running++;
                next();
            }
        }

        private void next() {
            InetSocketAddress target = targets.poll();
            if (target == null) {
                end();
                return;
            }
            swim.join(target, true, problem -> {
                if (problem == null) {
                    reached++;
                } else {
                    problems.add("Failed to join " + text(target) + ": " + problem);
                }
                next();
            });
        }

        private void end() {
            running--;
            if (reached > 0) {
                serf.joined();
            }
            if (reached == 0 && !problems.isEmpty()) {
                result.completeExceptionally(new IllegalStateException(several(problems)));
            } else {
                result.complete(reached);
            }
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String several(List<String> problems) {
        StringBuilder text = new StringBuilder(problems.size() == 1 ? "1 error" : problems.size() + " errors");
        text.append(" occurred:\n");
        problems.forEach(problem -> text.append("\t* ").append(problem).append('\n'));
        return text.append('\n').toString();
    }
}
