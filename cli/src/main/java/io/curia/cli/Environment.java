package io.curia.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;

/** What a command sees of the outside: streams, variables, time, and the seams the distribution fills. */
public final class Environment {

    /** Environment variables. */
    public interface Variables {
        /** Returns the value, or null if the variable is not set. */
        String get(String name);
    }

    private static final String LAUNCHER = "io.curia.launcher.AgentLauncher";
    private static final int BUFFER = 8192;

    private final InputStream in;
    private final Console console;
    private final Variables variables;
    private final Time time;
    private final Launcher launcher;
    private final ConfigFiles files;

    /**
     * @param launcher null to look one up by name when an agent is asked for
     * @param files    null to look one up by name when a file has to be read
     */
    public Environment(InputStream in, Console console, Variables variables, Time time, Launcher launcher, ConfigFiles files) {
        this.in = in;
        this.console = console;
        this.variables = variables;
        this.time = time;
        this.launcher = launcher;
        this.files = files;
    }

    /** The process's own environment. */
    public static Environment ofProcess() {
        return ofProcess(null);
    }

    /** The process's own environment with this way to start an agent. */
    public static Environment ofProcess(Launcher launcher) {
        Console console = new Console(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
            new FileOutputStream(FileDescriptor.err));
        return new Environment(new FileInputStream(FileDescriptor.in), console, new Variables() {
            @Override
            public String get(String name) {
                return System.getenv(name);
            }
        }, new Time.OfSystem(), launcher, null);
    }

    public InputStream in() {
        return in;
    }

    public Console console() {
        return console;
    }

    public Time time() {
        return time;
    }

    /** The variable's value, or an empty text. */
    public String variable(String name) {
        String value = variables.get(name);
        return value == null ? "" : value;
    }

    /** The way to start an agent. */
    public Launcher launcher() throws Failure {
        return launcher != null ? launcher : find(LAUNCHER, Launcher.class, "This program was built without an agent");
    }

    /** The parser of configuration files. */
    public ConfigFiles files() throws Failure {
        return files != null ? files
            : find(ConfigFiles.PROVIDER, ConfigFiles.class, "This program was built without a parser of configuration files");
    }

    private static <T> T find(String name, Class<T> type, String absent) throws Failure {
        try {
            return type.cast(Class.forName(name).getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            throw new Failure(absent);
        } catch (ReflectiveOperationException e) {
            throw new Failure(absent + ": " + e);
        }
    }
}
