package io.curia.consensus.support;

import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.Batch.Command;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the commands of the log, and counts them from its beginning: that is how they get their indexes. A state machine that
 * outlived an earlier engine already has the first of them: those are passed over. For the thread that applies; what was applied may
 * be asked for on any.
 */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final StateMachine machine;
    private volatile long applied;

    public Commands(StateMachine machine) {
        this.machine = machine;
    }

    /** What an entry of ours has come to; it is for those who wait, once the entry counts as applied. */
    public final class Outcome {
        private final List<Command> own;
        private final long first;
        private final long term;
        private final Object[] answers;

        private Outcome(List<Command> own, long first, long term) {
            this.own = own;
            this.first = first;
            this.term = term;
            answers = new Object[own.size()];
        }

        /** Tells those who wait. */
        public void tell() {
            for (int i = 0; i < answers.length; i++) {
                if (answers[i] instanceof RuntimeException failure) {
                    own.get(i).future().completeExceptionally(new ConsensusException(Reason.TIMED_OUT, "",
                            "the state machine failed at index " + (first + i), failure));
                } else {
                    own.get(i).future().complete(new Applied(first + i, term, (byte[]) answers[i]));
                }
            }
        }
    }

    /** Applies an entry whose commands somebody here waits for. */
    public Outcome apply(long term, Batch own) {
        Outcome outcome = new Outcome(own.commands(), applied + 1, term);
        for (int i = 0; i < outcome.answers.length; i++) {
            outcome.answers[i] = apply(outcome.first + i, term, outcome.own.get(i).bytes());
        }
        applied = outcome.first + outcome.answers.length - 1;
        return outcome;
    }

    /** Applies an entry of another server's, or of an earlier run. */
    public void apply(long term, List<byte[]> contents) {
        long index = applied;
        for (byte[] bytes : contents) {
            apply(++index, term, bytes);
        }
        applied = index;
    }

    /** @return the state machine's answer, or its exception; null for a command that it has already */
    private Object apply(long index, long term, byte[] bytes) {
        if (index <= machine.appliedIndex()) {
            return null;
        }
        try {
            return machine.apply(index, term, bytes);
        } catch (RuntimeException e) {
            LOG.error("the state machine failed at index {}", index, e);
            return e;
        }
    }

    /** A snapshot covers so many. */
    public void covered(long count) {
        applied = count;
    }

    /** The index of the newest command applied, 0 for none. */
    public long applied() {
        return applied;
    }
}
