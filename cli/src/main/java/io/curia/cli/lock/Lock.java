package io.curia.cli.lock;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.process.Child;
import io.curia.cli.process.Interrupt;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code consul lock}. */
public final class Lock extends ApiCommand {

    private static final long TTL_SECONDS = 15;
    private static final long GRACE_MILLIS = 5_000;
    private static final long POLL_MILLIS = 50;
    private static final int CHILD_FAILED = 2;

    private final Flag childCode = flags.bool("child-exit-code", "Exit with 2 if the child fails.");
    private final Flag retry = flags.integer("monitor-retry", 3, "How often asking for the lock's state may fail before it counts as "
        + "lost.");
    private final Flag limit = flags.integer("n", 1, "How many holders there may be at a time; more than 1 makes it a semaphore.");
    private final Flag name = flags.text("name", "", "Name of the session.");
    private final Flag passInput = flags.bool("pass-stdin", "Let the child read standard input.");
    private final Flag shell = flags.boolOn("shell", "Let a shell run the child.");
    private final Flag timeout = flags.duration("timeout", "0s", "Give up when the lock is not ours after this time; 0 waits for ever.");
    private final Flag attempt = flags.duration("try", "0s", "Older name of -timeout.");
    private final Flag verbose = flags.bool("verbose", "Say what happens.");

    private volatile String received = "";

    public Lock() {
        super(ClientFlags.Scope.SERVER, "lock [options] PREFIX CHILD ...",
            "Runs a child process while holding a lock below PREFIX, and ends it when the lock is lost.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length < 2) {
            throw new Failure("Key prefix and child command must be specified");
        }
        if (limit.number() <= 0) {
            throw new Failure("Lock holder limit must be positive");
        }
        if (timeout.nanos() < 0 || attempt.nanos() < 0) {
            throw new Failure("Timeout must be positive");
        }
        if (retry.number() < 0) {
            throw new Failure("Number for 'monitor-retry' must be >= 0");
        }
        List<String> child = Arrays.asList(args).subList(1, args.length);
        String prefix = args[0].startsWith("/") ? args[0].substring(1) : args[0];
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        during("Lock acquisition failed");
        try (Session session = Session.create(api, settings(prefix, child), TTL_SECONDS)) {
            Claim claim = claim(api, prefix, session.id());
            return hold(api, claim, child);
        } catch (InterruptedException e) {
            throw new Failure("Shutdown triggered or timeout during lock acquisition");
        }
    }

    private Map<String, Object> settings(String prefix, List<String> child) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("Name", name.text().isEmpty() ? "Consul lock for '" + String.join(" ", child) + "' at '" + prefix + "'" : name.text());
        settings.put("TTL", TTL_SECONDS + "s");
        if (limit.number() > 1) {
            settings.put("Behavior", "delete"); // a contender that gives up or dies leaves no key
        }
        return settings;
    }

    private Claim claim(Api api, String prefix, String session) {
        Keys keys = new Keys(api);
        int retries = (int) retry.number();
        if (limit.number() == 1) {
            return new KeyLock(keys, api.env().time(), prefix + "/.lock", session, retries);
        }
        return new Semaphore(keys, api.env().time(), prefix, session, (int) limit.number(), retries);
    }

    @SuppressWarnings("try")
    private int hold(Api api, Claim claim, List<String> words) throws Failure, IOException, InterruptedException {
        try (Interrupt interrupt = Interrupt.on(signal -> {
            received = signal;
            claim.stop();
        }, "INT", "TERM", "HUP")) {
            say(api, "Attempting lock acquisition");
            long nanos = timeout.nanos() > 0 ? timeout.nanos() : attempt.nanos();
            if (!claim.acquire(nanos) || claim.stopped()) {
                claim.resume();
                if (limit.number() > 1) {
                    claim.release();
                }
                throw new Failure("Shutdown triggered or timeout during lock acquisition");
            }
            int code = run(api, claim, words);
            claim.resume();
            during("Lock release failed");
            claim.release();
            during("Lock cleanup failed");
            claim.cleanUp();
            say(api, "Cleanup done");
            return childCode.on() ? code : 0;
        }
    }

    private int run(Api api, Claim claim, List<String> words) throws InterruptedException {
        say(api, "Starting handler '" + String.join(" ", words) + "'");
        Child child;
        try {
            child = Child.start(api.env(), words, shell.on(), Map.of("CONSUL_LOCK_HELD", "true"), passInput.on());
        } catch (IOException e) {
            api.console().error("Error running handler: " + e.getMessage());
            return CHILD_FAILED;
        }
        Thread watcher = new Thread(() -> watch(api, claim), "lock-watch");
        watcher.setDaemon(true);
        watcher.start();
        while (watcher.isAlive()) {
            if (child.await(POLL_MILLIS)) {
                int status = child.await();
                claim.stop();
                watcher.join();
                if (status != 0) {
                    api.console().error("Error running handler: exit status " + status);
                    return CHILD_FAILED;
                }
                return 0;
            }
        }
        end(api, child);
        return 0;
    }

    private void end(Api api, Child child) throws InterruptedException {
        String signal = received;
        say(api, signal.isEmpty() ? "Lock lost, ending child" : "Shutdown triggered, ending child");
        if (!signal.isEmpty()) {
            try {
                child.signal(signal);
            } catch (IOException e) {
                api.console().error("Error signalling child: " + e.getMessage());
            }
            if (child.await(GRACE_MILLIS)) {
                return;
            }
        }
        child.stop(GRACE_MILLIS);
    }

    private void watch(Api api, Claim claim) {
        try {
            claim.awaitLoss();
        } catch (IOException e) {
            api.console().error("Error watching the lock: " + e.getMessage());
        }
    }

    private void say(Api api, String text) {
        if (verbose.on()) {
            api.console().line(text);
            api.console().flush();
        }
    }
}
