package io.curia.core.codec;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

/** The characters that Go's encoding/json escapes: {@code < > &}, control characters, U+2028 and U+2029. */
final class GoEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int[] ASCII = table();

    private static int[] table() {
        int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
        for (int i = 0; i < 0x20; i++) {
            if (i != '\n' && i != '\r' && i != '\t') {
                escapes[i] = ESCAPE_CUSTOM;
            }
        }
        escapes['<'] = ESCAPE_CUSTOM;
        escapes['>'] = ESCAPE_CUSTOM;
        escapes['&'] = ESCAPE_CUSTOM;
        return escapes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ASCII;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
        boolean ascii = c < 0x20 || c == '<' || c == '>' || c == '&';
        if (!ascii && c != 0x2028 && c != 0x2029) {
            return null;
        }
        String hex = Integer.toHexString(c);
        return new SerializedString("\\u" + "0000".substring(hex.length()) + hex);
    }
}
