package io.curia.core.agent;

import io.curia.api.check.HealthCheckType;
import io.curia.core.agent.check.CheckTypes;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Collects the check types that bundles publish. */
@Component(service = CheckTypesComponent.class)
public final class CheckTypesComponent {
    private final CheckTypes types = new CheckTypes();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addType(HealthCheckType type) {
        types.add(type);
    }

    void removeType(HealthCheckType type) {
        types.remove(type);
    }

    /** The types at hand. */
    CheckTypes types() {
        return types;
    }
}
