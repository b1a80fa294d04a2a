package io.curia.cli.text;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions, with errors in the words of Go's parser. */
public final class GoRegex {

    private GoRegex() {
    }

    /** @throws IllegalArgumentException with the message to show */
    public static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("error parsing regexp: " + explain(expression, e), e);
        }
    }

    private static String explain(String expression, PatternSyntaxException e) {
        String text = e.getDescription();
        if (text.startsWith("Unclosed character class") || text.startsWith("Illegal character range")) {
            return "missing closing ]: `" + expression.substring(Math.max(0, expression.lastIndexOf('['))) + "`";
        }
        if (text.startsWith("Unclosed group")) {
            return "missing closing ): `" + expression + "`";
        }
        if (text.startsWith("Unmatched closing")) {
            return "unexpected ): `" + expression + "`";
        }
        if (text.startsWith("Dangling meta character")) {
            return "missing argument to repetition operator: `" + expression.charAt(Math.max(0, e.getIndex())) + "`";
        }
        return text + ": `" + expression + "`";
    }
}
