package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.flag.GoDuration;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code consul debug}. */
public final class Debug extends ApiCommand {

    private static final List<String> TARGETS = Arrays.asList("agent", "host", "cluster", "metrics", "logs", "pprof");
    private static final long SECOND = 1_000_000_000L;
    private static final long MIN_DURATION = 10 * SECOND;
    private static final long MIN_INTERVAL = 5 * SECOND;

    private final Flag archive = flags.boolOn("archive", "Pack what was gathered into one .tar.gz file.");
    private final Flag capture = flags.list("capture", "What to gather: agent, host, cluster, metrics, logs, pprof. May be given more than once; all by default.");
    private final Flag duration = flags.duration("duration", "2m0s", "How long to gather; at least 10s.");
    private final Flag interval = flags.duration("interval", "30s", "How often to read metrics in that time; at least 5s.");
    private final Flag output = flags.text("output", "", "Where to put it, without the .tar.gz; consul-debug-TIME by default.");

    public Debug() {
        super(ClientFlags.Scope.AGENT, "debug [options]",
            "Gathers what helps to find out why an agent misbehaves: its state, its logs and its metrics over some time. May contain secrets.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 0) {
            throw new Failure("Too many arguments provided, expected 0");
        }
        if (duration.nanos() < MIN_DURATION) {
            throw new Failure("Capture validation failed: duration must be longer than " + GoDuration.format(MIN_DURATION));
        }
        if (interval.nanos() < MIN_INTERVAL) {
            throw new Failure("Capture validation failed: interval must be longer than " + GoDuration.format(MIN_INTERVAL));
        }
        if (duration.nanos() < interval.nanos()) {
            throw new Failure("Capture validation failed: duration (" + GoDuration.format(duration.nanos())
                + ") must be longer than interval (" + GoDuration.format(interval.nanos()) + ")");
        }
        List<String> targets = targets();
        String name = output.text().isEmpty() ? "consul-debug-" + api.env().time().millis() / 1000 : output.text();
        if (new File(name).exists() || archive.on() && new File(name + ".tar.gz").exists()) {
            throw new Failure("Capture validation failed: output directory already exists: " + name);
        }
        during("Capture validation failed: error querying target agent");
        Map<String, Object> self = api.getMap("/v1/agent/self", new Query());
        return capture(api, name, targets, self);
    }

    private List<String> targets() throws Failure {
        List<String> targets = new ArrayList<>();
        for (String word : capture.list()) {
            targets.addAll(Arrays.asList(word.split(",")));
        }
        for (String target : targets) {
            if (!TARGETS.contains(target)) {
                throw new Failure("Capture validation failed: unknown capture target " + target);
            }
        }
        return targets.isEmpty() ? new ArrayList<>(TARGETS) : targets;
    }

    private int capture(Api api, String name, List<String> targets, Map<String, Object> self) throws Failure, IOException {
        Map<String, Object> config = Json.map(self.get("DebugConfig"));
        if (targets.contains("pprof") && !Json.flag(config, "EnableDebug")) {
            targets.remove("pprof");
            api.console().error("No profiles are gathered: enable_debug is off in the agent's configuration.");
        }
        api.console().line("==> Starting debugger and capturing static information...");
        api.console().line("     Agent Version: '" + Json.text(Json.map(self.get("Config")), "Version") + "'");
        api.console().line("          Interval: '" + GoDuration.format(interval.nanos()) + "'");
        api.console().line("          Duration: '" + GoDuration.format(duration.nanos()) + "'");
        api.console().line("            Output: '" + name + (archive.on() ? ".tar.gz" : "") + "'");
        api.console().line("           Capture: '" + String.join(", ", targets) + "'");
        api.console().flush();
        during("Error encountered during collection");
        DebugFiles files = new DebugFiles(api.env().time());
        DebugCapture work = new DebugCapture(api, files, targets, self);
        try {
            work.fixed();
            api.console().line("==> Beginning capture interval " + api.env().time().millis() / 1000);
            api.console().flush();
            work.over(duration.nanos(), interval.nanos());
        } catch (InterruptedException e) {
            api.console().error("Capture canceled");
        }
        files.index(Json.text(Json.map(self.get("Config")), "Version"), interval.nanos(), duration.nanos(), targets);
        during("Error writing the output");
        if (archive.on()) {
            files.archive(new File(name + ".tar.gz"), new File(name).getName());
        } else {
            files.directory(new File(name));
        }
        api.console().line("Saved debug archive: " + name + (archive.on() ? ".tar.gz" : ""));
        return 0;
    }
}
