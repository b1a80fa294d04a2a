package io.curia.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Says what keeps a bundle from resolving. */
final class Resolution {
    private final FrameworkWiring framework;

    Resolution(FrameworkWiring framework) {
        this.framework = framework;
    }

    /** What no bundle provides, in the order of the manifest; empty if all is there. */
    List<String> missing(Bundle bundle) {
        List<String> missing = new ArrayList<>();
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return missing;
        }
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            Map<String, String> directives = requirement.getDirectives();
            boolean needed = !Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && !"dynamic".equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
                && "resolve".equals(directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve"));
            if (needed && framework.findProviders(requirement).isEmpty()) {
                missing.add(text(requirement));
            }
        }
        return missing;
    }

    private static String text(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        String what = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) ? "package"
            : requirement.getNamespace();
        return what + " " + filter;
    }
}
