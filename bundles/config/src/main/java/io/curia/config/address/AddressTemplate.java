package io.curia.config.address;

import java.util.ArrayList;
import java.util.List;

/**
 * The go-sockaddr templates of configuration values: {@code {{ GetPrivateInterfaces | include "network" "10.0.0.0/8" |
 * attr "address" }}}. A text without braces is its own value.
 */
public final class AddressTemplate {

    /** A template that cannot be evaluated. */
    public static final class TemplateException extends Exception {
        private static final long serialVersionUID = 1L;

        TemplateException(String message) {
            super(message);
        }
    }

    private AddressTemplate() {
    }

    public static String evaluate(String text, HostInterfaces host) throws TemplateException {
        if (!text.contains("{{")) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int open; (open = text.indexOf("{{", at)) >= 0;) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw new TemplateException("unclosed action");
            }
            out.append(text, at, open);
            String action = text.substring(open + 2, close);
            if (action.startsWith("-")) {
                action = action.substring(1);
            }
            if (action.endsWith("-")) {
                action = action.substring(0, action.length() - 1);
            }
            out.append(pipeline(action, host));
            at = close + 2;
        }
        return out.append(text, at, text.length()).toString();
    }

    private static String pipeline(String action, HostInterfaces host) throws TemplateException {
        Object value = null;
        for (List<String> command : commands(action)) {
            value = command.isEmpty() ? null : AddressPipeline.run(command, value, host);
            if (value == null) {
                throw new TemplateException("missing value for command");
            }
        }
        return value instanceof String text ? text : AddressPipeline.describe(value);
    }

    private static List<List<String>> commands(String action) throws TemplateException {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        commands.add(words);
        for (int at = 0; at < action.length();) {
            char c = action.charAt(at);
            if (c == '|') {
                words = new ArrayList<>();
                commands.add(words);
                at++;
            } else if (c == '"' || c == '`') {
                int end = action.indexOf(c, at + 1);
                if (end < 0) {
                    throw new TemplateException("unterminated quoted string");
                }
                words.add(action.substring(at + 1, end).replace("\\\\", "\\"));
                at = end + 1;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                int start = at;
                while (at < action.length() && " \t\r\n|\"`".indexOf(action.charAt(at)) < 0) {
                    at++;
                }
                words.add(action.substring(start, at));
            }
        }
        return commands;
    }
}
