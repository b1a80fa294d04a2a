package io.curia.api.model;

/** The mesh part of a service. {@code sidecarService} is the definition as given, or null. */
public record ServiceConnect(
        @Wire(value = "Native", omitEmpty = true) boolean isNative,
        @Wire(omitEmpty = true) Object sidecarService) {
    /** Not part of the mesh. */
    public static final ServiceConnect NONE = new ServiceConnect(false, null);
}
