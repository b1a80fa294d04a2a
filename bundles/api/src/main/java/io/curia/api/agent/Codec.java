package io.curia.api.agent;

import java.io.OutputStream;
import java.lang.reflect.Type;

/**
 * JSON as Go's encoding/json writes and reads it (reference: http-api, sections 1.3 and 1.6), for every record of this
 * bundle and for maps, lists, texts and numbers.
 */
public interface Codec {
    /** Compact, or with four spaces of indent and a line end. */
    byte[] json(Object value, boolean pretty);

    /** Streams the same. */
    void json(Object value, boolean pretty, OutputStream out) throws java.io.IOException;

    /**
     * Reads a value.
     *
     * @param strict refuse unknown fields
     * @throws io.curia.api.op.CuriaException BAD_REQUEST, its message being Go's text without any prefix
     */
    <T> T parse(byte[] json, Type type, boolean strict);
}
