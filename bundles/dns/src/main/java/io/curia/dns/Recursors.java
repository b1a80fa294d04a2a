package io.curia.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks the configured recursors one after the other until one answers. Safe from any thread. */
final class Recursors {
    private final DnsSettings settings;
    private final Upstream upstream;
    private final Random random;

    Recursors(DnsSettings settings, Upstream upstream, Random random) {
        this.settings = settings;
        this.upstream = upstream;
        this.random = random;
    }

    /** The first answer that is NOERROR or NXDOMAIN, as it came; null when no recursor gives one. */
    CompletableFuture<byte[]> forward(byte[] query, boolean tcp) {
        List<InetSocketAddress> order = settings.recursors();
        if (settings.recursorsRandom() && order.size() > 1) {
            order = new ArrayList<>(order);
            Collections.shuffle(order, random);
        }
        return ask(order, 0, query, tcp);
    }

    /** The answer section for a host's A records; empty when there is none. */
    CompletableFuture<List<Record>> addresses(Name host) {
        if (!settings.recursion()) {
            return CompletableFuture.completedFuture(List.of());
        }
        byte[] query = Message.newQuery(Record.newRecord(host, Type.A, DClass.IN)).toWire();
        return forward(query, false).thenApply(Recursors::answers);
    }

    private CompletableFuture<byte[]> ask(List<InetSocketAddress> order, int at, byte[] query, boolean tcp) {
        if (at == order.size()) {
            return CompletableFuture.completedFuture(null);
        }
        return upstream.exchange(order.get(at), tcp, query, settings.recursorTimeoutMillis())
                .handle((answer, failure) -> failure == null && isFinal(answer) ? answer : null)
                .thenCompose(answer -> answer != null
                        ? CompletableFuture.completedFuture(answer) : ask(order, at + 1, query, tcp));
    }

    private static boolean isFinal(byte[] answer) {
        int rcode = answer[3] & 15;
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
    }

    private static List<Record> answers(byte[] answer) {
        try {
            return answer == null ? List.of() : new Message(answer).getSection(Section.ANSWER);
        } catch (IOException | RuntimeException malformed) {
            // As good as no answer: the alias is given without its addresses.
            return List.of();
        }
    }
}
