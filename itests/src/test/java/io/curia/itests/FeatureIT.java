package io.curia.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import io.curia.api.platform.BundleInventory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The bundles of the dev feature in a plain framework, each with a class loader of its own, where imports count. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeatureIT {
    /** What the names of the project's own threads begin with. */
    private static final List<String> OWN_THREADS = List.of("agent", "checks", "curia", "core", "dns", "gossip", "http",
        "leader", "raft", "rpc", "session", "watch", "consensus");
    private static final long PATIENCE_MILLIS = 20_000;

    /** One agent for all tests of the class: they share the container. */
    private static AgentInContainer agent;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] configure() {
        List<Option> bundles = new ArrayList<>();
        StringBuilder names = new StringBuilder();
        for (Distribution.Entry entry : Distribution.bundles(set())) {
            bundles.add(bundle(entry.jar().toUri().toString()).start(entry.start()));
            names.append(entry.symbolicName()).append(',');
        }
        return options(
            frameworkProperty("felix.bootdelegation.implicit").value("false"),
            frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
            systemProperty("curia.itests.set").value(set()),
            systemProperty("curia.itests.bundles").value(names.toString()),
            systemPackages("org.slf4j;version=2.0.20", "org.slf4j.event;version=2.0.20", "org.slf4j.helpers;version=2.0.20",
                "org.slf4j.spi;version=2.0.20", "sun.misc", "jdk.net", "android.os", "sun.nio.ch",
                "io.curia.testkit"),
            cleanCaches(), junitBundles(), composite(bundles.toArray(Option[]::new)));
    }

    /** The name of the feature set. In the container the methods run on this class, not on its subclasses. */
    protected String set() {
        return "dev";
    }

    private static String installed() {
        return System.getProperty("curia.itests.set");
    }

    @Before
    public void startAgent() throws Exception {
        if (agent == null) {
            agent = new AgentInContainer(context, installed());
            agent.start();
        }
    }

    @Test
    public void everyBundleResolvesAndEveryComponentIsSatisfied() throws InterruptedException {
        awaitNoProblems("after the start");
    }

    @Test
    public void everyBundleSurvivesStopStartAndUpdate() throws Exception {
        awaitNoProblems("after the start");
        Set<String> before = services();
        for (Bundle bundle : own()) {
            bundle.stop();
            bundle.start();
            registerAgainIfGone(bundle);
            awaitNoProblems("after a restart of " + bundle.getSymbolicName());
            bundle.update();
            registerAgainIfGone(bundle);
            awaitNoProblems("after an update of " + bundle.getSymbolicName());
        }
        assertEquals("services", before, services());
    }

    @Test
    public void nothingIsLeftRunningWhenBundlesHaveStopped() throws Exception {
        awaitNoProblems("after the start");
        List<Bundle> own = own();
        for (int i = own.size() - 1; i >= 0; i--) {
            own.get(i).stop(Bundle.STOP_TRANSIENT);
        }
        String left = "";
        for (long end = System.nanoTime() + 5_000_000_000L; System.nanoTime() < end; wait(this, 50)) {
            left = threads();
            if (left.isEmpty()) {
                break;
            }
        }
        for (Bundle bundle : own) {
            bundle.start();
        }
        agent.start();
        assertEquals("threads left running", "", left);
    }

    /** What the launcher registers is registered here in the name of the bundle whose classes it needs. */
    private static void registerAgainIfGone(Bundle bundle) throws Exception {
        if (bundle.getSymbolicName().equals(AgentInContainer.OWNER)) {
            agent.start();
        }
    }

    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> OWN_THREADS.stream().anyMatch(name::startsWith))
            .sorted().collect(Collectors.joining(", "));
    }

    private void awaitNoProblems(String when) throws InterruptedException {
        String problems = "";
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        do {
            problems = problems();
            if (problems.isEmpty()) {
                return;
            }
            wait(this, 50);
        } while (System.nanoTime() < end);
        assertTrue(when + ":\n" + problems, problems.isEmpty());
    }

    private String problems() {
        ServiceReference<BundleInventory> reference = context.getServiceReference(BundleInventory.class);
        if (reference == null) {
            return "there is no inventory";
        }
        try {
            Set<String> lines = new LinkedHashSet<>();
            for (BundleInventory.BundleInfo info : context.getService(reference).bundles()) {
                if (info.name().startsWith("io.curia.") && !info.problem().isEmpty()) {
                    lines.add(info.problem());
                    info.components().forEach(component -> lines.addAll(component.unsatisfied()));
                }
            }
            if (!installed().equals("client")
                    && context.getAllServiceReferences("io.curia.api.consensus.Consensus", null) == null) {
                lines.add("the consensus engine has not published itself");
            }
            return String.join("\n", lines);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter, no syntax", e);
        } finally {
            context.ungetService(reference);
        }
    }

    /** The project's own bundles that have something to start, in start order. */
    private List<Bundle> own() throws BundleException {
        List<Bundle> own = new ArrayList<>();
        for (String name : System.getProperty("curia.itests.bundles").split(",")) {
            for (Bundle bundle : context.getBundles()) {
                if (name.startsWith("io.curia.") && name.equals(bundle.getSymbolicName())
                        && bundle.getState() == Bundle.ACTIVE && bundle.getHeaders("").get("Service-Component") != null) {
                    own.add(bundle);
                }
            }
        }
        return own;
    }

    private Set<String> services() throws Exception {
        Set<String> names = new TreeSet<>();
        for (Bundle bundle : own()) {
            ServiceReference<?>[] references = bundle.getRegisteredServices();
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                names.addAll(List.of((String[]) reference.getProperty("objectClass")));
            }
        }
        return names;
    }

    private static void wait(Object lock, long millis) throws InterruptedException {
        synchronized (lock) {
            lock.wait(millis);
        }
    }
}
