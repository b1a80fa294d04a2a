package io.curia.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Cuts answers to what the client can take (reference: dns, section 4). */
final class MessageTrimmer {
    private static final int PLAIN_ANSWERS = 8;
    private static final int TCP_SIZE = 65_523;
    private static final int TCP_ANSWERS = 4096;
    private static final int TCP_SERVICES = 1024;
    /** What service answers leave free below the limit. */
    private static final int RESERVE = 7;

    private final int answerLimit;
    private final boolean compression;
    private final boolean truncateFlag;

    MessageTrimmer(DnsSettings settings) {
        // 0 lifts the configured limit; the hard one stays.
        answerLimit = settings.udpAnswerLimit() > 0 ? Math.min(PLAIN_ANSWERS, settings.udpAnswerLimit()) : PLAIN_ANSWERS;
        compression = settings.compression();
        truncateFlag = settings.truncateFlag();
    }

    /** The reply, or as much of it as fits; at least one answer stays. */
    Reply trim(Request request, Reply reply) {
        if (request.tcp()) {
            int most = request.type() == Type.SRV ? TCP_SERVICES : TCP_ANSWERS;
            return cut(request, reply, most, TCP_SIZE, compression);
        }
        int size = Math.min(request.udpSize(), TCP_SIZE);
        if (!reply.limited()) {
            return cut(request, reply, Integer.MAX_VALUE, size, compression);
        }
        // Plain UDP: the limit holds for the uncompressed message, as it always has.
        return size == Request.PLAIN_SIZE
                ? cut(request, reply, answerLimit, size - RESERVE, false)
                : cut(request, reply, Integer.MAX_VALUE, size - RESERVE, compression);
    }

    private Reply cut(Request request, Reply reply, int mostAnswers, int mostBytes, boolean compress) {
        int answers = reply.answer().size();
        Reply result = reply;
        if (answers > mostAnswers) {
            result = keep(reply, mostAnswers);
        }
        if (result.answer().size() > 1 && MessageWriter.size(request, result, compress) > mostBytes) {
            result = fitting(request, reply, result.answer().size() - 1, mostBytes, compress);
        }
        boolean bare = result.additional().isEmpty();
        return bare || MessageWriter.size(request, result, compression) <= request.udpSize() || request.tcp()
                ? result
                : result.withoutAdditional();
    }

    /** The most answers, up to {@code most}, that fit. */
    private Reply fitting(Request request, Reply reply, int most, int bytes, boolean compress) {
        int fits = 1;
        int tooMany = most + 1;
        while (tooMany - fits > 1) {
            int middle = fits + tooMany >>> 1;
            if (MessageWriter.size(request, keep(reply, middle), compress) <= bytes) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return keep(reply, fits);
    }

    private Reply keep(Reply reply, int answers) {
        List<Record> kept = reply.answer().subList(0, answers);
        return reply.cutTo(kept, needed(kept, reply.additional()), truncateFlag);
    }

    /** Of the additional records those that the targets of the answers lead to, once each. */
    private static List<Record> needed(List<Record> answers, List<Record> additional) {
        if (additional.isEmpty()) {
            return List.of();
        }
        Map<Name, List<Record>> byOwner = new HashMap<>();
        for (Record record : additional) {
            if (record.getType() != Type.TXT) {
                byOwner.computeIfAbsent(record.getName(), name -> new ArrayList<>()).add(record);
            }
        }
        List<Record> needed = new ArrayList<>();
        Set<Name> seen = new HashSet<>();
        for (Record answer : answers) {
            Name target = target(answer);
            while (target != null && seen.add(target)) {
                Name next = null;
                for (Record record : byOwner.getOrDefault(target, List.of())) {
                    if (!needed.contains(record)) {
                        needed.add(record);
                    }
                    next = target(record) == null ? next : target(record);
                }
                target = next;
            }
        }
        return needed;
    }

    private static Name target(Record record) {
        return record instanceof SRVRecord service ? service.getTarget()
                : record instanceof CNAMERecord alias ? alias.getTarget() : null;
    }
}
