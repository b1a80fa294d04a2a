package io.curia.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Namespaces of the suite's own for network, mounts and processes, in which {@link FaultRun} runs once more. When it ends,
 * even killed, the system ends every process in them, and links, mounts and names are gone: nothing is left to clean up.
 */
final class Sandbox {
    private static final String INSIDE = "CURIA_FAULTS_INSIDE";
    private static final List<String> ENTER =
            List.of("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc");

    private Sandbox() { }

    static boolean isInside() {
        return System.getenv(INSIDE) != null;
    }

    /** Why there can be none here; empty if there can. */
    static String missing() throws InterruptedException {
        if (!Shell.works("ip -V") || !Shell.works("nft --version") || !Shell.works("nsenter --version")) {
            return "iproute2, nftables or util-linux is not installed";
        }
        return Shell.works(String.join(" ", ENTER) + " mount -t tmpfs none /mnt") ? "" : "namespaces are not permitted";
    }

    /** Runs the main class with the arguments in a sandbox; its output is ours. */
    static int run(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ENTER);
        command.addAll(java(main, arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put(INSIDE, "1");
        Process process = builder.start();
        Thread end = new Thread(process::destroyForcibly, "faults-end");
        Runtime.getRuntime().addShutdownHook(end);
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return code;
    }

    /** The command that runs a main class of ours in a JVM like this one. */
    static List<String> java(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        String surefire = System.getProperty("surefire.test.class.path");
        if (surefire != null) {
            command.set(command.size() - 1, surefire + File.pathSeparator + command.get(command.size() - 1));
        }
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }
}
