package io.curia.config.source;

/**
 * A text to read keys from.
 *
 * @param name as errors call it: the path as the operator gave it
 */
public record Source(String name, boolean json, String text) {
}
