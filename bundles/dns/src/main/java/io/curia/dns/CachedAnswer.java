package io.curia.dns;

import io.curia.api.op.Dispatcher;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Encoded answers to one question. Where the order of records is random there are several, made as they are needed and
 * picked at random. Safe from any thread.
 *
 * <p>An entry holds for {@link #LIFE_NANOS}, so that serial numbers and random orders do not get old, and within that
 * time as long as the store's index stands still or the reads behind it still give the very same answers. An entry that
 * the own store cannot vouch for (another datacenter's, a client agent's) is only made with {@code use_cache}.
 */
final class CachedAnswer {
    /** Lifetime of entries that the own store vouches for. */
    static final long LIFE_NANOS = 1_000_000_000L;
    private static final int OVERHEAD = 400;
    private static final int SMALL = 512;
    private static final int MEDIUM = 4096;

    private final byte[] name;
    private final int type;
    private final int ednsSize;
    private final boolean mixedCase;
    private final boolean tcp;
    private final Reads reads;
    private final boolean vouched;
    private final long end;
    private final Function<Random, byte[]> encoder;
    private final AtomicReferenceArray<byte[]> variants;
    private final int weight;
    private volatile long checkedIndex;

    /**
     * @param first an encoded answer
     * @param varied whether others differ from it
     * @param end of its life, on the cache's clock
     */
    CachedAnswer(QuestionScan question, Reads reads, byte[] first, boolean varied, long end,
            Function<Random, byte[]> encoder) {
        this.name = Arrays.copyOf(question.name, question.nameLength);
        this.type = question.type;
        this.ednsSize = question.ednsSize;
        this.mixedCase = question.mixedCase;
        this.tcp = question.tcp;
        this.reads = reads;
        this.vouched = reads.vouched();
        this.end = end;
        this.encoder = encoder;
        int slots = !varied ? 1 : first.length <= SMALL ? 16 : first.length <= MEDIUM ? 4 : 2;
        this.variants = new AtomicReferenceArray<>(slots);
        this.variants.set(0, first);
        this.weight = OVERHEAD + name.length + slots * first.length;
        this.checkedIndex = reads.startIndex();
    }

    /** The bytes of memory that it may take. */
    int weight() {
        return weight;
    }

    boolean answers(QuestionScan question) {
        return type == question.type && ednsSize == question.ednsSize && mixedCase == question.mixedCase
                && tcp == question.tcp
                && Arrays.equals(name, 0, name.length, question.name, 0, question.nameLength);
    }

    /** Whether its life is over. */
    boolean ended(long now) {
        return end - now <= 0;
    }

    /** Whether it may still be given. */
    boolean holds(Dispatcher dispatcher, String token, long now) {
        if (ended(now) || !token.equals(reads.token())) {
            return false;
        }
        if (!vouched) {
            return true;
        }
        long index = dispatcher.storeIndex();
        if (index == checkedIndex) {
            return true;
        }
        // Something has been written; mostly it is something else.
        if (!reads.unchanged()) {
            return false;
        }
        checkedIndex = index;
        return true;
    }

    /** One of the encoded answers; not to be modified. */
    byte[] pick(Random random) {
        int slot = variants.length() == 1 ? 0 : random.nextInt(variants.length());
        byte[] variant = variants.get(slot);
        if (variant == null) {
            variant = encoder.apply(random);
            variants.set(slot, variant);
        }
        return variant;
    }
}
