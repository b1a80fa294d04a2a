package io.curia.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for the HTTP listener: it opens when the last service that it needs is there. */
final class Readiness {
    private static final int CONNECT_MILLIS = 1_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Readiness() {
    }

    /** Whether the address answered within the time; ends early when {@code given up}. */
    static boolean await(InetSocketAddress address, long seconds, BooleanSupplier givenUp) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!givenUp.getAsBoolean()) {
            if (answers(address)) {
                return true;
            }
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    private static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // nobody listens
        }
    }
}
