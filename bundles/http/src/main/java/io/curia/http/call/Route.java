package io.curia.http.call;

import java.util.List;

/** A path, or with a slash at its end a prefix of paths, its methods and who answers. Immutable. */
public final class Route {
    private final String pattern;
    private final Endpoint endpoint;
    private final List<String> methods;
    private final String allow;
    private final String[] metrics;
    private boolean namespaced;
    private boolean blocking;
    private boolean plain;

    /** @param methods none: the endpoint looks after methods itself */
    public Route(String pattern, Endpoint endpoint, String... methods) {
        this.pattern = pattern;
        this.endpoint = endpoint;
        this.methods = List.of(methods);
        this.allow = "OPTIONS" + (methods.length == 0 ? "" : "," + String.join(",", methods));
        this.metrics = new String[methods.length];
        String name = (pattern.endsWith("/") ? pattern + "_" : pattern).replace('/', '.').replace('-', '_');
        for (int i = 0; i < methods.length; i++) {
            metrics[i] = "http." + methods[i] + name;
        }
    }

    /** Refuses a namespace. */
    public Route namespaced() {
        namespaced = true;
        return this;
    }

    /** May take long: runs on a worker thread. */
    public Route blocking() {
        blocking = true;
        return this;
    }

    /** Not an endpoint of the API: no headers of the API, no checks of the query. */
    public Route plain() {
        plain = true;
        return this;
    }

    /** The path or prefix. */
    public String pattern() {
        return pattern;
    }

    /** Lets the endpoint answer. */
    public void handle(Call call) {
        endpoint.handle(call);
    }

    /** Whether all methods are the endpoint's affair. */
    public boolean anyMethod() {
        return methods.isEmpty();
    }

    /** Whether a method is among those declared. */
    public boolean accepts(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /** The value of {@code Allow}. */
    public String allow() {
        return allow;
    }

    /** The name of the metric of a method; null for what is not measured. */
    String metric(String method) {
        if (plain) {
            return null;
        }
        for (int i = 0; i < methods.size(); i++) {
            if (methods.get(i).equals(method)) {
                return metrics[i];
            }
        }
        return null;
    }

    /** Whether a namespace is refused. */
    public boolean isNamespaced() {
        return namespaced;
    }

    /** Whether it may take long. */
    public boolean isBlocking() {
        return blocking;
    }

    /** Whether it is not an endpoint of the API. */
    public boolean isPlain() {
        return plain;
    }
}
