package io.curia.dns;

import java.util.Random;
import java.util.function.Function;

/**
 * What was found for a question: replies can be built from it without reading again.
 *
 * @param varied whether the next reply may differ, because the order of its records is random
 * @param builder builds a reply; safe from any thread
 */
record Resolution(boolean varied, Function<Random, Reply> builder) {

    static Resolution fixed(Reply reply) {
        return new Resolution(false, random -> reply);
    }

    Reply reply(Random random) {
        return builder.apply(random);
    }
}
