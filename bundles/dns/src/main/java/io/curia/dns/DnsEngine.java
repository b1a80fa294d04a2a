package io.curia.dns;

import io.curia.api.op.Dispatcher;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Answers packets, under one set of settings. Usual questions are answered from encoded answers; all others are parsed,
 * resolved, trimmed and encoded. Safe from any thread; never blocks. At most {@value #MAX_OUTSTANDING} answers are waited
 * for at a time; then queries fail at once.
 */
final class DnsEngine {
    private static final Logger LOG = LoggerFactory.getLogger(DnsEngine.class);
    static final int MAX_OUTSTANDING = 8192;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What the engine needs of the agent. */
    record Agent(Dispatcher dispatcher, String nodeName, String datacenter, Supplier<String> token) { }

    private final DnsSettings settings;
    private final Agent agent;
    private final Executor workers;
    private final LongSupplier nanoClock;
    private final Random random;
    private final int hashSeed;
    private final NameParser parser;
    private final Recursors recursors;
    private final Resolver resolver;
    private final MessageTrimmer trimmer;
    private final LogThrottle throttle;
    private final AnswerCache cache = new AnswerCache();
    private final AtomicInteger outstanding = new AtomicInteger();

    DnsEngine(DnsSettings settings, Agent agent, Upstream upstream, Executor workers, Clock clock,
            LongSupplier nanoClock, Random random, int hashSeed) {
        this.settings = settings;
        this.agent = agent;
        this.workers = workers;
        this.nanoClock = nanoClock;
        this.random = random;
        this.hashSeed = hashSeed;
        this.parser = new NameParser(settings.domain(), settings.altDomain());
        this.recursors = new Recursors(settings, upstream, random);
        this.resolver = new Resolver(settings, agent.datacenter(), agent.nodeName(), clock, nanoClock, parser,
                recursors);
        this.throttle = new LogThrottle(nanoClock);
        this.trimmer = new MessageTrimmer(settings);
    }

    /** An encoded answer to a scanned question, or null; its id, flags and name are those of another query. */
    byte[] kept(QuestionScan question, Random choice) {
        CachedAnswer entry = cache.find(question);
        return entry != null && entry.holds(agent.dispatcher(), agent.token().get(), nanoClock.getAsLong())
                ? entry.pick(choice) : null;
    }

    /**
     * Answers a packet of any content.
     *
     * @param packet is the engine's from now on
     * @param sink gets the encoded answer, at once or later, from any thread; never, if silence is the answer
     */
    void answer(byte[] packet, boolean tcp, InetAddress client, Consumer<byte[]> sink) {
        Request request;
        try {
            request = RequestParser.parse(packet, tcp, client);
        } catch (RequestParser.Refused refused) {
            byte[] refusal = RequestParser.refusal(packet, refused.rcode);
            if (refusal != null) {
                sink.accept(refusal);
            }
            return;
        }
        try {
            dispatch(packet, request, sink);
        } catch (RuntimeException | Error e) {
            sink.accept(failure(request, e));
        }
    }

    private void dispatch(byte[] packet, Request request, Consumer<byte[]> sink) {
        Lookup lookup = parser.parse(Names.labels(request.name()), request.type() == Type.SRV);
        if (lookup instanceof Lookup.Outside) {
            if (settings.recursion()) {
                recurse(packet, request, sink);
            } else {
                sink.accept(encode(request, Reply.foreign(Rcode.REFUSED, false), false));
            }
            return;
        }
        if (outstanding.get() >= MAX_OUTSTANDING) {
            sink.accept(encode(request, Reply.code(Rcode.SERVFAIL), settings.recursion()));
            return;
        }
        Reads reads = new Reads(agent.dispatcher(), workers, settings, agent.token().get(), agent.datacenter());
        CompletableFuture<Resolution> found = lookup instanceof Lookup.Reverse reverse
                ? resolver.resolveReverse(request, reverse, reads)
                : resolver.resolve(request, lookup, reads, 0);
        outstanding.incrementAndGet();
        found.whenComplete((resolution, failure) -> {
            outstanding.decrementAndGet();
            try {
                if (resolution != null) {
                    sink.accept(encoded(packet, request, reads, resolution));
                } else if (failure == null && settings.recursion()) {
                    recurse(packet, request, sink);
                } else {
                    sink.accept(encode(request, Reply.foreign(Rcode.SERVFAIL, true), true));
                }
            } catch (RuntimeException | Error e) {
                sink.accept(failure(request, e));
            }
        });
    }

    private void recurse(byte[] packet, Request request, Consumer<byte[]> sink) {
        recursors.forward(packet, request.tcp()).whenComplete((answer, failure) -> sink.accept(answer != null
                ? answer : encode(request, Reply.foreign(Rcode.SERVFAIL, true), true)));
    }

    /** The first encoding, which is also the first of those that are kept. */
    private byte[] encoded(byte[] packet, Request request, Reads reads, Resolution resolution) {
        Function<Random, byte[]> encoder = choice ->
                encode(request, trimmer.trim(request, resolution.reply(choice)), settings.recursion());
        byte[] first = encoder.apply(random);
        long life = reads.vouched() ? CachedAnswer.LIFE_NANOS
                : settings.useCache() ? settings.cacheMaxAgeMillis() * NANOS_PER_MILLI : 0;
        if (life > 0) {
            keep(packet, request, reads, resolution, first, life, encoder);
        }
        return first;
    }

    private void keep(byte[] packet, Request request, Reads reads, Resolution resolution, byte[] first, long life,
            Function<Random, byte[]> encoder) {
        QuestionScan question = new QuestionScan(hashSeed);
        boolean failed = (first[3] & 15) == Rcode.SERVFAIL;
        boolean patchable = settings.compression() || !request.mixedCase();
        if (!failed && patchable && question.scan(packet, packet.length, request.tcp())) {
            long now = nanoClock.getAsLong();
            cache.put(question, new CachedAnswer(question, reads, first, resolution.varied(), now + life, encoder), now);
        }
    }

    private byte[] encode(Request request, Reply reply, boolean recursion) {
        return MessageWriter.write(request, reply, recursion, settings.compression());
    }

    private byte[] failure(Request request, Throwable e) {
        if (throttle.permits()) {
            LOG.warn("DNS query for {} failed: {}", request.name(), e.toString(), e);
        }
        return encode(request, Reply.code(Rcode.SERVFAIL), settings.recursion());
    }
}
