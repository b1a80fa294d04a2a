package io.curia.platform;

import io.curia.platform.Component.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Says why components are not available: follows each missing service to the component that would provide it, and so on
 * to what is missing at the root. Each way down ends at a component it has passed already.
 */
final class Explanation {
    /** A bundle that is not active, with the services it would bring. */
    record IdleBundle(String name, List<String> provides, String reason) { }

    private static final String CAUSE = "Caused by: ";

    private final List<Component> components;
    private final List<IdleBundle> idle;

    Explanation(List<Component> components, List<IdleBundle> idle) {
        this.components = components;
        this.idle = idle;
    }

    /** A line for each cause, none for an available component. */
    List<String> of(Component component) {
        if (component.available()) {
            return List.of();
        }
        Set<String> lines = new LinkedHashSet<>();
        if (component.missing().isEmpty()) {
            lines.add(component.name() + " " + own(component));
        } else {
            down(component.name() + " is waiting for ", component, new ArrayList<>(), lines);
        }
        return List.copyOf(lines);
    }

    private void down(String path, Component component, List<Component> passed, Set<String> lines) {
        passed.add(component);
        for (Reference reference : component.missing()) {
            List<Component> providers = providers(reference);
            if (providers.isEmpty()) {
                lines.add(path + described(reference) + ": reference " + reference.name() + ": " + absent(reference));
            }
            for (Component provider : providers) {
                String further = path + described(reference) + " <- " + provider.name();
                if (passed.contains(provider)) {
                    lines.add(further + ": which waits for it in turn");
                } else if (provider.available()) {
                    lines.add(further + ": reference " + reference.name() + ": its service does not match");
                } else if (provider.missing().isEmpty()) {
                    lines.add(further + ": " + own(provider));
                } else {
                    down(further + " <- ", provider, passed, lines);
                }
            }
        }
        passed.remove(component);
    }

    private List<Component> providers(Reference reference) {
        List<Component> providers = new ArrayList<>();
        for (Component component : components) {
            if (component.provides().contains(reference.type())) {
                providers.add(component);
            }
        }
        return providers;
    }

    private String absent(Reference reference) {
        for (IdleBundle bundle : idle) {
            if (bundle.provides().contains(reference.type())) {
                return "bundle " + bundle.name() + " would provide it but " + bundle.reason();
            }
        }
        return "no service " + described(reference);
    }

    private static String described(Reference reference) {
        return reference.target().isEmpty() ? reference.type() : reference.type() + " " + reference.target();
    }

    /** What is wrong with the component itself. */
    private static String own(Component component) {
        return switch (component.state()) {
            case NO_CONFIGURATION -> "has no configuration " + String.join(", ", component.pids());
            case FAILED -> "failed to start: " + rootCause(component.failure());
            case DISABLED -> "is disabled";
            default -> "is not started";
        };
    }

    /** The message of the innermost exception of a printed stack trace. */
    static String rootCause(String trace) {
        String cause = "";
        for (String line : trace.split("\n")) {
            if (cause.isEmpty() || line.startsWith(CAUSE)) {
                cause = line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : line;
            }
        }
        int message = cause.indexOf(": ");
        boolean named = message > 0 && cause.lastIndexOf(' ', message) < 0;
        return (named ? cause.substring(message + 2) : cause).strip();
    }
}
