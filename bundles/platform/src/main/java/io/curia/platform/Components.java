package io.curia.platform;

import io.curia.platform.Component.Reference;
import io.curia.platform.Component.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Reads the components of all active bundles from the component runtime. */
final class Components {
    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** The components by the id of their bundle. */
    Map<Long, List<Component>> read() {
        Map<Long, List<Component>> components = new LinkedHashMap<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            List<Component> ofBundle = components.computeIfAbsent(description.bundle.id, id -> new ArrayList<>());
            Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(description);
            for (ComponentConfigurationDTO configuration : configurations) {
                ofBundle.add(component(description, configuration));
            }
            if (configurations.isEmpty()) {
                ofBundle.add(withoutConfiguration(description));
            }
        }
        return components;
    }

    private Component withoutConfiguration(ComponentDescriptionDTO description) {
        State state = runtime.isComponentEnabled(description) ? State.NO_CONFIGURATION : State.DISABLED;
        return new Component(description.name, state, List.of(description.serviceInterfaces), List.of(),
            List.of(description.configurationPid), "");
    }

    private static Component component(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        List<Reference> missing = new ArrayList<>();
        if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            for (UnsatisfiedReferenceDTO unsatisfied : configuration.unsatisfiedReferences) {
                missing.add(reference(description, unsatisfied));
            }
        }
        List<String> pids = configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION
            ? List.of(description.configurationPid) : List.of();
        return new Component(description.name, state(configuration.state), List.of(description.serviceInterfaces), missing,
            pids, configuration.failure == null ? "" : configuration.failure);
    }

    private static Reference reference(ComponentDescriptionDTO description, UnsatisfiedReferenceDTO unsatisfied) {
        String type = unsatisfied.name;
        for (ReferenceDTO reference : description.references) {
            if (reference.name.equals(unsatisfied.name)) {
                type = reference.interfaceName;
            }
        }
        return new Reference(unsatisfied.name, type, unsatisfied.target == null ? "" : unsatisfied.target);
    }

    private static State state(int state) {
        return switch (state) {
            case ComponentConfigurationDTO.ACTIVE -> State.ACTIVE;
            case ComponentConfigurationDTO.SATISFIED -> State.SATISFIED;
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> State.UNSATISFIED;
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> State.NO_CONFIGURATION;
            default -> State.FAILED;
        };
    }
}
