package io.curia.cli.process;

import io.curia.cli.http.Call;
import java.util.ArrayList;
import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * While open, SIGINT and SIGTERM run an action in place of ending the process. The JVM has no supported way to see a
 * signal, and a shutdown hook cannot tell the exit code.
 */
public final class Interrupt implements AutoCloseable {

    /** What to do with a signal; runs on the JVM's signal thread and must be short. */
    public interface Action {
        /** @param name {@code INT}, {@code TERM}, ... */
        void signalled(String name);
    }

    private final List<Signal> signals = new ArrayList<>();
    private final List<SignalHandler> before = new ArrayList<>();

    private Interrupt(Action action, String... names) {
        for (String name : names) {
            Signal signal = new Signal(name);
            try {
                before.add(Signal.handle(signal, caught -> action.signalled(caught.getName())));
                signals.add(signal);
            } catch (IllegalArgumentException e) {
                // the JVM keeps this signal for itself: it goes on doing what it does
                continue;
            }
        }
    }

    /** Runs the action for each of these signals. */
    public static Interrupt on(Action action, String... names) {
        return new Interrupt(action, names);
    }

    /** Cuts a request off. */
    public static Interrupt cutting(Call call) {
        return new Interrupt(name -> call.cut(), "INT", "TERM");
    }

    @Override
    public void close() {
        for (int i = 0; i < signals.size(); i++) {
            Signal.handle(signals.get(i), before.get(i));
        }
    }
}
