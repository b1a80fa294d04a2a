package io.curia.faults;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What should not be, as it is found. Any thread. */
final class Findings implements Consumer<String> {
    /** The first few tell it. */
    private static final int PRINTED = 20;

    private final PrintStream out;
    private final List<String> found = new ArrayList<>();

    Findings(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(String finding) {
        found.add(finding);
        if (found.size() <= PRINTED) {
            out.println("FINDING " + finding);
        }
    }

    synchronized int count() {
        return found.size();
    }
}
