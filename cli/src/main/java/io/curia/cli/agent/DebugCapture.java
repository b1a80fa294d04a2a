package io.curia.cli.agent;

import io.curia.cli.api.Api;
import io.curia.cli.http.Answer;
import io.curia.cli.http.Call;
import io.curia.cli.http.Query;
import io.curia.cli.process.Interrupt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Asks an agent for everything a debug archive holds. */
final class DebugCapture {

    private static final long MILLI = 1_000_000;
    private static final int LOG_LIMIT = 64 << 20;
    private static final int CHUNK = 8192;

    private final Api api;
    private final DebugFiles files;
    private final List<String> targets;
    private final Map<String, Object> self;
    private volatile boolean interrupted;

    DebugCapture(Api api, DebugFiles files, List<String> targets, Map<String, Object> self) {
        this.api = api;
        this.files = files;
        this.targets = targets;
        this.self = self;
    }

    /** What does not change while we look. */
    void fixed() throws IOException {
        if (targets.contains("host")) {
            files.json("host.json", api.get("/v1/agent/host", new Query()));
        }
        if (targets.contains("agent")) {
            files.json("agent.json", self);
        }
        if (targets.contains("cluster")) {
            files.json("cluster.json", api.get("/v1/agent/members", new Query().set("wan", "1")));
        }
    }

    /** Reads metrics and profiles at every interval and the log all the time. */
    @SuppressWarnings("try")
    void over(long duration, long interval) throws IOException, InterruptedException {
        Call log = new Call();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        Thread reader = new Thread(() -> read(log, lines), "debug-log");
        reader.setDaemon(true);
        if (targets.contains("logs")) {
            reader.start();
        }
        long start = api.env().time().nanos();
        String folder = "";
        try (Interrupt interrupt = Interrupt.on(name -> interrupted = true, "INT", "TERM")) {
            for (long at = 0; at < duration && !interrupted; at += interval) {
                folder = api.env().time().millis() / 1000 + "/";
                snapshot(folder);
                pause(start + Math.min(duration, at + interval));
            }
        } finally {
            log.cut();
            if (targets.contains("logs")) {
                reader.join();
            }
        }
        if (targets.contains("logs")) {
            files.add(folder + "consul.log", lines.toByteArray());
        }
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    private void pause(long until) throws InterruptedException {
        long left = until - api.env().time().nanos();
        while (left > 0 && !interrupted) {
            api.env().time().pause(Math.min(200, Math.max(1, left / MILLI)));
            left = until - api.env().time().nanos();
        }
    }

    private void snapshot(String folder) throws IOException {
        if (targets.contains("metrics")) {
            files.json(folder + "metrics.json", api.get("/v1/agent/metrics", new Query()));
        }
        if (targets.contains("pprof")) {
            for (String profile : new String[] {"heap", "goroutine"}) {
                profile(folder + profile + ".prof", "/debug/pprof/" + profile);
            }
        }
    }

    /** An agent need not have every kind of profile: what it lacks is said and left out. */
    private void profile(String name, String path) throws IOException {
        try (Answer answer = api.open(path, new Query(), null)) {
            files.add(name, answer.bytes());
        } catch (io.curia.cli.api.ApiException e) {
            api.console().error("Error capturing " + name + ": " + e.getMessage());
        }
    }

    private void read(Call call, ByteArrayOutputStream into) {
        try (Answer answer = api.open("/v1/agent/monitor", new Query().set("loglevel", "DEBUG"), call)) {
            InputStream in = answer.stream();
            byte[] buffer = new byte[CHUNK];
            int count = in.read(buffer);
            while (count >= 0 && into.size() < LOG_LIMIT) {
                into.write(buffer, 0, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            if (!call.isCut()) {
                api.console().error("Error capturing logs: " + e.getMessage());
            }
        }
    }
}
