package io.curia.http.endpoint;

import io.curia.http.call.Call;
import io.curia.http.call.Headers;
import io.curia.http.call.Route;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** Looking inside the process, under the paths that Go programs use (reference: http-api, section 1.1). */
public final class DebugEndpoints {
    private static final int MOST_FRAMES = 64;

    private DebugEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/debug/pprof/", DebugEndpoints::handle).blocking());
    }

    private static void handle(Call call) {
        if (call.settings().debug()) {
            serve(call);
        } else if (call.services().accessControlled()) {
            AgentAccess.readOperator(call, () -> serve(call));
        } else {
            call.text(401, "ACL support disabled");
        }
    }

    private static void serve(Call call) {
        switch (call.suffix()) {
            case "" -> send(call, "goroutine\nheap\ncmdline\nsymbol\n");
            case "goroutine" -> send(call, threads());
            case "heap" -> send(call, histogram());
            case "cmdline" -> send(call, String.join("\0",
                    ManagementFactory.getRuntimeMXBean().getInputArguments()));
            case "symbol" -> send(call, "num_symbols: 0\n");
            default -> call.text(404, "Unknown profile");
        }
    }

    private static void send(Call call, String text) {
        call.content(200, Headers.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String threads() {
        StringBuilder out = new StringBuilder(16_384);
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, MOST_FRAMES)) {
            out.append('"').append(thread.getThreadName()).append("\" #").append(thread.getThreadId()).append(' ')
                    .append(thread.getThreadState()).append('\n');
            for (StackTraceElement frame : thread.getStackTrace()) {
                out.append("\tat ").append(frame).append('\n');
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] {new String[0]}, new String[] {String[].class.getName()});
        } catch (JMException e) {
            return "No histogram is available: " + e.getMessage() + "\n";
        }
    }
}
