package io.curia.api.model;

import java.util.List;

/** What a proxy exposes without authorization. */
public record Expose(@Wire(omitEmpty = true) boolean checks, @Wire(omitEmpty = true) List<ExposePath> paths) {
    /** Nothing. */
    public static final Expose NONE = new Expose(false, null);
}
