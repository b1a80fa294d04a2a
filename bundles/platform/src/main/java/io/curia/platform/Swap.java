package io.curia.platform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A set of bundles that takes the place of another. States: staging ({@link #stage}), then {@link #switchOver}, which
 * either commits or puts everything back. The new bundles are resolved before any old one is stopped; a bundle is away
 * only from its stop to the start of what replaces it. Old bundles are uninstalled last, and only what was wired to them
 * is refreshed. Used by one thread.
 */
final class Swap {
    private static final long REFRESH_SECONDS = 10;

    /** What did not work; the message is a line for the operator. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** One bundle for another; null where there was none or none comes. */
    private record Step(Bundle old, Bundle candidate) { }

    private final BundleContext context;
    private final FrameworkWiring framework;
    private final List<Step> steps = new ArrayList<>();

    Swap(BundleContext context, FrameworkWiring framework) {
        this.context = context;
        this.framework = framework;
    }

    /** Installs the bundle at the location, to be started in the place of {@code old}, which may be null. */
    Bundle stage(Bundle old, String location, String name) throws FailedException {
        try {
            Bundle candidate = context.installBundle(location);
            steps.add(new Step(old, candidate));
            return candidate;
        } catch (BundleException e) {
            abandon();
            throw new FailedException(name + " cannot be installed: " + e.getMessage(), e);
        }
    }

    /** Lets a bundle go without another in its place. */
    void remove(Bundle old) {
        steps.add(new Step(old, null));
    }

    /** Uninstalls what was staged. */
    void abandon() {
        List<Bundle> gone = new ArrayList<>();
        for (Step step : steps) {
            if (step.candidate != null) {
                uninstall(step.candidate);
                gone.add(step.candidate);
            }
        }
        steps.clear();
        refresh(gone);
    }

    /** Resolves the new, exchanges them for the old one by one, and lets the old go. */
    void switchOver() throws FailedException {
        resolve();
        Deque<Step> done = new ArrayDeque<>();
        for (Step step : steps) {
            done.push(step);
            try {
                exchange(step);
            } catch (BundleException e) {
                putBack(done);
                abandon();
                throw new FailedException(named(step) + " does not start: " + Causes.text(e), e);
            }
        }
        List<Bundle> gone = new ArrayList<>();
        for (Step step : steps) {
            if (step.old != null) {
                uninstall(step.old);
                gone.add(step.old);
            }
        }
        refresh(gone);
    }

    private void resolve() throws FailedException {
        List<Bundle> candidates = steps.stream().map(Step::candidate).filter(candidate -> candidate != null).toList();
        if (candidates.isEmpty() || framework.resolveBundles(candidates)) {
            return;
        }
        Resolution resolution = new Resolution(framework);
        List<String> reasons = new ArrayList<>();
        for (Bundle candidate : candidates) {
            if (candidate.getState() == Bundle.INSTALLED) {
                List<String> missing = resolution.missing(candidate);
                reasons.add(candidate.getSymbolicName() + " does not resolve: " + (missing.isEmpty()
                    ? "what it needs contradicts what runs" : "nothing provides " + String.join(", ", missing)));
            }
        }
        abandon();
        throw new FailedException(String.join("; ", reasons), null);
    }

    private static void exchange(Step step) throws BundleException {
        if (step.old != null) {
            step.old.stop(Bundle.STOP_TRANSIENT);
        }
        if (step.candidate != null && step.candidate.getHeaders("").get("Fragment-Host") == null) {
            step.candidate.start();
        }
    }

    private static void putBack(Deque<Step> done) throws FailedException {
        for (Step step : done) {
            try {
                if (step.candidate != null) {
                    step.candidate.stop();
                }
                if (step.old != null) {
                    step.old.start();
                }
            } catch (BundleException e) {
                throw new FailedException(named(step) + " could not be put back: " + Causes.text(e), e);
            }
        }
    }

    private static String named(Step step) {
        return (step.candidate == null ? step.old : step.candidate).getSymbolicName();
    }

    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw new IllegalStateException(bundle.getSymbolicName() + " cannot be uninstalled: " + Causes.text(e), e);
        }
    }

    /** Waits until what was wired to the bundles is wired anew. */
    private void refresh(Collection<Bundle> gone) {
        if (gone.isEmpty()) {
            return;
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.refreshBundles(gone, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        try {
            if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the framework does not finish wiring bundles anew");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
