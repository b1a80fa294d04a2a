package io.curia.platform;

import io.curia.api.platform.BundleInventory;
import io.curia.platform.Explanation.IdleBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The bundles and components as they are at the moment of the question; keeps nothing. */
@org.osgi.service.component.annotations.Component
public final class Inventory implements BundleInventory {
    private static final String SERVICE_NAMESPACE = "osgi.service";

    private final BundleContext context;
    private final Components components;
    private final Resolution resolution;

    /** For the component runtime. */
    @Activate
    public Inventory(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.components = new Components(runtime);
        this.resolution = new Resolution(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class));
    }

    @Override
    public List<BundleInfo> bundles() {
        Map<Long, List<Component>> read = components.read();
        Bundle[] bundles = context.getBundles();
        Explanation explanation = new Explanation(read.values().stream().flatMap(Collection::stream).toList(), idle(bundles));
        List<BundleInfo> infos = new ArrayList<>(bundles.length);
        for (Bundle bundle : bundles) {
            infos.add(info(bundle, read.getOrDefault(bundle.getBundleId(), List.of()), explanation));
        }
        return infos;
    }

    private BundleInfo info(Bundle bundle, List<Component> ofBundle, Explanation explanation) {
        List<ComponentInfo> infos = new ArrayList<>(ofBundle.size());
        List<String> problems = new ArrayList<>();
        String ownProblem = problem(bundle);
        if (!ownProblem.isEmpty()) {
            problems.add(bundle.getSymbolicName() + " " + ownProblem);
        }
        for (Component component : ofBundle) {
            List<String> causes = explanation.of(component);
            problems.addAll(causes);
            infos.add(new ComponentInfo(component.name(), component.state().name().toLowerCase(Locale.ROOT), causes,
                Explanation.rootCause(component.failure())));
        }
        return new BundleInfo(bundle.getBundleId(), String.valueOf(bundle.getSymbolicName()), bundle.getVersion().toString(),
            state(bundle), infos, oneLine(problems));
    }

    private static String oneLine(List<String> problems) {
        if (problems.isEmpty()) {
            return "";
        }
        return problems.size() == 1 ? problems.get(0) : problems.get(0) + " (and " + (problems.size() - 1) + " more)";
    }

    /** What is wrong with the bundle itself, "" for nothing: one that only gives classes need not be active. */
    private String problem(Bundle bundle) {
        if (bundle.getState() == Bundle.INSTALLED) {
            List<String> missing = resolution.missing(bundle);
            return missing.isEmpty() ? "" : "is not resolved: nothing provides " + String.join(", ", missing);
        }
        boolean idle = bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING;
        return idle && hasComponents(bundle) ? "is stopped" : "";
    }

    private static boolean hasComponents(Bundle bundle) {
        return bundle.getHeaders("").get("Service-Component") != null;
    }

    private List<IdleBundle> idle(Bundle[] bundles) {
        List<IdleBundle> idle = new ArrayList<>();
        for (Bundle bundle : bundles) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (bundle.getState() == Bundle.ACTIVE || revision == null) {
                continue;
            }
            List<String> provides = new ArrayList<>();
            for (BundleCapability capability : revision.getDeclaredCapabilities(SERVICE_NAMESPACE)) {
                provides.addAll(names(capability.getAttributes().get(Constants.OBJECTCLASS)));
            }
            if (!provides.isEmpty()) {
                String problem = problem(bundle);
                idle.add(new IdleBundle(bundle.getSymbolicName(), provides, problem.isEmpty() ? "is not started" : problem));
            }
        }
        return idle;
    }

    private static Collection<String> names(Object objectClass) {
        if (objectClass instanceof Collection<?> several) {
            return several.stream().map(Object::toString).toList();
        }
        return objectClass instanceof String[] array ? Arrays.asList(array)
            : objectClass == null ? List.of() : List.of(objectClass.toString());
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "installed";
            default -> "uninstalled";
        };
    }
}
