package io.curia.config.schema;

import java.util.List;

/** The usual shape of several errors in one text. */
public final class Errors {

    private Errors() {
    }

    /** "2 errors occurred:", a starred line for each, and an empty line. */
    public static String list(List<String> errors) {
        StringBuilder text = new StringBuilder();
        text.append(errors.size()).append(errors.size() == 1 ? " error occurred:\n" : " errors occurred:\n");
        for (String error : errors) {
            text.append("\t* ").append(error).append('\n');
        }
        return text.append('\n').toString();
    }
}
