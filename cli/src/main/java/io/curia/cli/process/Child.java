package io.curia.cli.process;

import io.curia.cli.Environment;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command's child process: it shares our output; its input is ours, nothing, or what it is given. */
public final class Child {

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /**
     * Starts a child.
     *
     * @param shell     true to let the user's shell interpret the words, joined by spaces
     * @param variables added to its environment
     * @param passInput whether it reads our standard input
     */
    public static Child start(Environment env, List<String> words, boolean shell, Map<String, String> variables, boolean passInput)
            throws IOException {
        ProcessBuilder builder = builder(env, words, shell, variables);
        builder.redirectInput(passInput ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.from(new File("/dev/null")));
        return new Child(begin(env, builder));
    }

    /** Starts a child and writes this to its standard input. */
    public static Child feed(Environment env, List<String> words, boolean shell, Map<String, String> variables, byte[] input)
            throws IOException {
        Child child = new Child(begin(env, builder(env, words, shell, variables)));
        try (OutputStream out = child.process.getOutputStream()) {
            out.write(input);
        } catch (IOException e) {
            // a child need not read its input: what matters is how it ends
            return child;
        }
        return child;
    }

    /** Waits for its end; true if it ended within that time. */
    public boolean await(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for its end and returns its exit code. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Sends a signal by its name, such as {@code INT}. */
    public void signal(String name) throws IOException, InterruptedException {
        if (name.equals("TERM")) {
            process.destroy();
            return;
        }
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    /** Asks it to end, and ends it if it has not done so within that time. */
    public void stop(long graceMillis) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(graceMillis, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private static Process begin(Environment env, ProcessBuilder builder) throws IOException {
        env.console().flush();
        return builder.start();
    }

    private static ProcessBuilder builder(Environment env, List<String> words, boolean shell, Map<String, String> variables) {
        List<String> command = new ArrayList<>(words);
        if (shell) {
            String program = env.variable("SHELL");
            command = Arrays.asList(program.isEmpty() ? "/bin/sh" : program, "-c", String.join(" ", words));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder;
    }
}
