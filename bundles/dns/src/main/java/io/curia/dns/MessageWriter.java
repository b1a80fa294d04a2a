package io.curia.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * Encodes one answer. Compression keeps the case of names apart, so that a node's name appears as it was registered; an
 * SRV target is written in full (RFC 2782), but later names may point into it.
 *
 * <p>Wherever an owner is the name asked, the message points to the question. That and nothing else points there if the
 * question has letters in upper case; so a kept message serves the same question in any case.
 */
final class MessageWriter {
    /** Where the question's name begins. */
    static final int QUESTION = 12;
    private static final int POINTER = 0xC000;
    private static final int FARTHEST = 0x3FFF;

    private final Map<String, Integer> known;
    private byte[] out = new byte[512];
    private int size;

    private MessageWriter(boolean compress) {
        known = compress ? new HashMap<>() : null;
    }

    /** The message. {@code recursion} is the RA bit. */
    static byte[] write(Request request, Reply reply, boolean recursion, boolean compress) {
        MessageWriter writer = new MessageWriter(compress);
        writer.message(request, reply, recursion);
        return Arrays.copyOf(writer.out, writer.size);
    }

    /** How long the message is. */
    static int size(Request request, Reply reply, boolean compress) {
        MessageWriter writer = new MessageWriter(compress);
        writer.message(request, reply, false);
        return writer.size;
    }

    private void message(Request request, Reply reply, boolean recursion) {
        boolean opt = reply.opt() && request.edns() != null;
        word(request.id());
        word(1 << 15 - Flags.QR | RequestParser.repeated(request.flags()) | reply.rcode()
                | flag(reply.authoritative(), Flags.AA) | flag(reply.truncated(), Flags.TC) | flag(recursion, Flags.RA));
        word(1);
        word(reply.answer().size());
        word(reply.authority().size());
        word(reply.additional().size() + (opt ? 1 : 0));
        question(request);
        records(reply.answer());
        records(reply.authority());
        records(reply.additional());
        if (opt) {
            opt(request, reply);
        }
    }

    private static int flag(boolean set, int flag) {
        return set ? 1 << 15 - flag : 0;
    }

    private void opt(Request request, Reply reply) {
        Subnet subnet = request.edns().subnet();
        bytes(new byte[] {0});
        word(Type.OPT);
        word(request.edns().size());
        word(0);
        word(0);
        if (subnet == null) {
            word(0);
            return;
        }
        byte[] option = subnet.option(reply.subnetScoped() ? subnet.prefix() : 0);
        word(option.length + 4);
        word(Subnet.OPTION);
        word(option.length);
        bytes(option);
    }

    private void question(Request request) {
        name(request.name(), false);
        if (known != null && request.mixedCase()) {
            known.clear();
            known.put(text(request.name().toWire()), QUESTION);
        }
        word(request.type());
        word(request.dclass());
    }

    private void records(List<Record> records) {
        for (Record record : records) {
            record(record);
        }
    }

    private void record(Record record) {
        name(record.getName(), true);
        word(record.getType());
        word(DClass.IN);
        word((int) (record.getTTL() >>> 16));
        word((int) record.getTTL() & 0xFFFF);
        int lengthAt = size;
        word(0);
        data(record);
        int length = size - lengthAt - 2;
        out[lengthAt] = (byte) (length >> 8);
        out[lengthAt + 1] = (byte) length;
    }

    private void data(Record record) {
        if (record instanceof CNAMERecord alias) {
            name(alias.getTarget(), true);
        } else if (record instanceof NSRecord server) {
            name(server.getTarget(), true);
        } else if (record instanceof PTRRecord pointer) {
            name(pointer.getTarget(), true);
        } else if (record instanceof SRVRecord service) {
            word(service.getPriority());
            word(service.getWeight());
            word(service.getPort());
            name(service.getTarget(), false);
        } else if (record instanceof SOARecord soa) {
            name(soa.getHost(), true);
            name(soa.getAdmin(), true);
            for (long number : new long[] {soa.getSerial(), soa.getRefresh(), soa.getRetry(), soa.getExpire(),
                    soa.getMinimum()}) {
                word((int) (number >>> 16));
                word((int) number & 0xFFFF);
            }
        } else {
            bytes(record.rdataToWireCanonical());
        }
    }

    private void name(Name name, boolean mayPoint) {
        byte[] wire = name.toWire();
        if (known == null) {
            bytes(wire);
            return;
        }
        String text = text(wire);
        for (int at = 0; wire[at] != 0; at += wire[at] + 1) {
            String suffix = text.substring(at);
            Integer pointer = known.get(suffix);
            if (pointer != null && mayPoint) {
                word(POINTER | pointer);
                return;
            }
            if (pointer == null && size <= FARTHEST) {
                known.put(suffix, size);
            }
            ensure(wire[at] + 1);
            System.arraycopy(wire, at, out, size, wire[at] + 1);
            size += wire[at] + 1;
        }
        ensure(1);
        out[size++] = 0;
    }

    private static String text(byte[] wire) {
        return new String(wire, StandardCharsets.ISO_8859_1);
    }

    private void word(int value) {
        ensure(2);
        out[size++] = (byte) (value >> 8);
        out[size++] = (byte) value;
    }

    private void bytes(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, out, size, more.length);
        size += more.length;
    }

    private void ensure(int more) {
        if (size + more > out.length) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, size + more));
        }
    }
}
