package io.curia.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {
    private final List<String> errors = new ArrayList<>();
    private final List<String> details = new ArrayList<>();

    @Test
    void theTraceOfAPartThatCannotStartIsADetailAndAllElseAnError() {
        PrintStream stream = new PrintStream(new ErrorLines(errors::add, details::add), true, StandardCharsets.UTF_8);
        stream.print("before\nERROR : bundle a : failed\njava.lang.Exception: x\n\tat a.b(C.java:1)\nCaused by: y\n"
            + "\t... 3 more\nException in thread \"t\" z\n\tat d\n");
        assertThat(details).containsExactly("ERROR : bundle a : failed", "java.lang.Exception: x", "\tat a.b(C.java:1)",
            "Caused by: y", "\t... 3 more");
        assertThat(errors).containsExactly("before", "Exception in thread \"t\" z", "\tat d");
    }

    @Test
    void whatPassingALineOnPrintsDoesNotComeBack() {
        PrintStream[] stream = new PrintStream[1];
        stream[0] = new PrintStream(new ErrorLines(line -> {
            errors.add(line);
            stream[0].println("the log is broken");
        }, details::add), true, StandardCharsets.UTF_8);
        stream[0].println("once");
        assertThat(errors).containsExactly("once");
    }
}
