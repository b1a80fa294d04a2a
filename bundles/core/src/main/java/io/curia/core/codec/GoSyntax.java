package io.curia.core.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Says what is wrong with malformed JSON in Go's words. */
final class GoSyntax {
    private GoSyntax() { }

    static String explain(byte[] json, IOException problem) {
        if (problem instanceof JsonEOFException) {
            return "unexpected EOF";
        }
        int at = problem instanceof JsonProcessingException located && located.getLocation() != null
                ? (int) located.getLocation().getByteOffset() : -1;
        int start = 0;
        while (start < json.length && isSpace(json[start])) {
            start++;
        }
        if (start < json.length && "nft".indexOf(json[start]) >= 0) {
            return literal(json, start);
        }
        if (start < json.length && "{[\"-0123456789".indexOf(json[start]) < 0) {
            return "invalid character " + quoted(json, start) + " looking for beginning of value";
        }
        if (at > 0 && at <= json.length) {
            return "invalid character " + quoted(json, Math.min(at, json.length) - 1) + " in JSON input";
        }
        return "invalid JSON";
    }

    private static String literal(byte[] json, int start) {
        String word = json[start] == 'n' ? "null" : json[start] == 't' ? "true" : "false";
        for (int i = 1; i < word.length(); i++) {
            if (start + i >= json.length) {
                return "unexpected EOF";
            }
            if (json[start + i] != word.charAt(i)) {
                return "invalid character " + quoted(json, start + i) + " in literal " + word + " (expecting '"
                        + word.charAt(i) + "')";
            }
        }
        return "invalid character after top-level value";
    }

    private static String quoted(byte[] json, int at) {
        int length = json[at] >= 0 ? 1 : Math.min(4, json.length - at);
        String text = new String(json, at, length, StandardCharsets.UTF_8);
        return "'" + text.substring(0, text.offsetByCodePoints(0, 1)) + "'";
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r';
    }
}
