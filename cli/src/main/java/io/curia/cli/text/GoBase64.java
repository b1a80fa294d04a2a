package io.curia.cli.text;

import java.io.ByteArrayOutputStream;

/** Standard base64 as Go reads it: what came before an error is kept, and the error names its place. */
public final class GoBase64 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    private String error;

    private GoBase64() {
    }

    public static GoBase64 decode(String text) {
        GoBase64 result = new GoBase64();
        result.run(text);
        return result;
    }

    /** What could be decoded: whole groups before the error. */
    public byte[] bytes() {
        return decoded.toByteArray();
    }

    /** Null, or what is wrong. */
    public String error() {
        return error;
    }

    private void run(String text) {
        int group = 0;
        int bits = 0;
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                continue;
            }
            if (c == '=') {
                padding(text, i, group, bits);
                return;
            }
            int digit = ALPHABET.indexOf(c);
            if (digit < 0) {
                error = "illegal base64 data at input byte " + i;
                return;
            }
            bits = bits << 6 | digit;
            if (++group == 4) {
                write(bits, 3);
                group = 0;
                bits = 0;
            }
        }
        if (group > 0) {
            error = "illegal base64 data at input byte " + (end - group);
        }
    }

    private void padding(String text, int at, int group, int bits) {
        int next = at + 1;
        while (next < text.length() && (text.charAt(next) == '\n' || text.charAt(next) == '\r')) {
            next++;
        }
        if (group < 2) {
            error = "illegal base64 data at input byte " + at;
            return;
        }
        if (group == 2) {
            if (next >= text.length()) {
                error = "illegal base64 data at input byte " + text.length();
                return;
            }
            if (text.charAt(next) != '=') {
                error = "illegal base64 data at input byte " + next;
                return;
            }
            next++;
        }
        write(bits << (group == 2 ? 12 : 6), group - 1);
        while (next < text.length() && (text.charAt(next) == '\n' || text.charAt(next) == '\r')) {
            next++;
        }
        if (next < text.length()) {
            error = "illegal base64 data at input byte " + next;
        }
    }

    private void write(int bits, int count) {
        for (int i = 0; i < count; i++) {
            decoded.write(bits >> (16 - 8 * i));
        }
    }
}
