package io.curia.cli.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.ArrayList;
import java.util.List;

/** Query parameters, written in the order of their names and escaped as Go does it. */
public final class Query {

    private static final String HEX = "0123456789ABCDEF";

    private final TreeMap<String, List<String>> values = new TreeMap<>();

    /** Sets a parameter, in place of an earlier value. */
    public Query set(String name, String value) {
        List<String> list = new ArrayList<>(1);
        list.add(value);
        values.put(name, list);
        return this;
    }

    /** Sets a parameter unless the value is empty. */
    public Query setIfAny(String name, String value) {
        return value.isEmpty() ? this : set(name, value);
    }

    /** Adds a parameter that may occur more than once. */
    public Query add(String name, String value) {
        List<String> list = values.get(name);
        if (list == null) {
            return set(name, value);
        }
        list.add(value);
        return this;
    }

    /** The text after the path, with its question mark, or nothing. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            for (String value : entry.getValue()) {
                text.append(text.length() == 0 ? '?' : '&');
                escape(text, entry.getKey(), "-_.~", true);
                text.append('=');
                escape(text, value, "-_.~", true);
            }
        }
        return text.toString();
    }

    /** Escapes a path; slashes stay. */
    public static String path(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        escape(escaped, text, "-_.~$&+,/:;=@", false);
        return escaped.toString();
    }

    /** Escapes one segment of a path; slashes do not stay. */
    public static String segment(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        escape(escaped, text, "-_.~$&+:=@", false);
        return escaped.toString();
    }

    private static void escape(StringBuilder into, String text, String plain, boolean plus) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || plain.indexOf(c) >= 0) {
                into.append(c);
            } else if (c == ' ' && plus) {
                into.append('+');
            } else {
                into.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
    }
}
