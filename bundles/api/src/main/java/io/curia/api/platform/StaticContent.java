package io.curia.api.platform;

/** The files of a web interface, given by a bundle that brings them. Published as an OSGi service. */
public interface StaticContent {
    /** The content of a file by its path, for example {@code index.html}; null when there is none. */
    byte[] file(String path);

    /** The media type of a file, for example {@code text/html; charset=utf-8}. */
    String contentType(String path);
}
