package io.curia.api.platform;

import io.curia.api.model.Wire;
import java.util.List;

/** The operator's view of the platform: which bundles run, and why others do not. */
public interface BundleInventory {
    /** A bundle; {@code problem} is one line, "" for none. */
    record BundleInfo(@Wire("ID") long id, String name, String version, String state, List<ComponentInfo> components,
            String problem) { }

    /** A component of a bundle; {@code unsatisfied} says what is missing, down to its cause. */
    record ComponentInfo(String name, String state, List<String> unsatisfied, String failure) { }

    /** All bundles by id. */
    List<BundleInfo> bundles();
}
