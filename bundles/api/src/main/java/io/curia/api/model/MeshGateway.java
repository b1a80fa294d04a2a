package io.curia.api.model;

/** How a proxy reaches other datacenters. */
public record MeshGateway(@Wire(omitEmpty = true) String mode) {
    /** Not configured. */
    public static final MeshGateway NONE = new MeshGateway("");
}
