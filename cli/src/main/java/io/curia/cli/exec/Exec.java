package io.curia.cli.exec;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import io.curia.cli.lock.Keys;
import io.curia.cli.lock.Session;
import io.curia.cli.text.GoRegex;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code consul exec}. The job is a key that our session holds, below {@code PREFIX/SESSION}; an event tells the agents,
 * and each writes its acknowledgement, output and exit code beside it.
 */
public final class Exec extends ApiCommand {

    private static final String EVENT = "_rexec";
    private static final long TTL_SECONDS = 15;
    private static final double SECOND = 1e9;
    private static final long MILLI = 1_000_000;
    private static final int FAILED = 2;

    private final Flag node = flags.text("node", "", "Only nodes whose name matches this regular expression.");
    private final Flag prefix = flags.text("prefix", EVENT, "Where in the key-value store the job is kept.");
    private final Flag service = flags.text("service", "", "Only nodes with a service that matches this regular expression.");
    private final Flag shell = flags.boolOn("shell", "Let a shell run the command.");
    private final Flag tag = flags.text("tag", "", "Only services with a tag that matches; needs -service.");
    private final Flag verbose = flags.bool("verbose", "Say what happens.");
    private final Flag wait = flags.duration("wait", "1s", "How long without news until the job counts as done.");
    private final Flag replication = flags.duration("wait-repl", "200ms", "How long the job may take to reach another datacenter's servers.");

    public Exec() {
        super(ClientFlags.Scope.SERVER, "exec [options] [-|COMMAND ...]",
            "Runs a command on the nodes of a datacenter whose agents allow it; - reads a script from standard input.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length == 0) {
            throw new Failure("Must specify a command to execute", Failure.Help.AFTER_BLANK_LINE);
        }
        check();
        during("Error querying Consul agent");
        Map<String, Object> config = Json.map(api.getMap("/v1/agent/self", new Query()).get("Config"));
        boolean foreign = !datacenter().isEmpty() && !datacenter().equals(Json.text(config, "Datacenter"));
        during("Error creating session");
        try (Session session = Session.create(api, session(api, foreign), TTL_SECONDS)) {
            try {
                return run(api, session.id(), job(api, args), foreign);
            } finally {
                during("Error deleting the job");
                new Keys(api).delete(base(session.id()) + "/", api.writeQuery().set("recurse", ""));
            }
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private void check() throws Failure {
        for (Flag filter : new Flag[] {node, service, tag}) {
            try {
                GoRegex.compile(filter.text());
            } catch (IllegalArgumentException e) {
                throw new Failure("Failed to compile " + filter.name() + " filter regexp: " + e.getMessage());
            }
        }
        if (!tag.text().isEmpty() && service.text().isEmpty()) {
            throw new Failure("Cannot provide tag filter without service filter.");
        }
    }

    /** A session belongs to a node: in another datacenter, to any healthy one there. */
    private static Map<String, Object> session(Api api, boolean foreign) throws Failure, IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("Name", "Remote Exec via KV");
        if (foreign) {
            Object first = api.getList("/v1/health/service/consul", api.query().set("passing", "1")).stream().findFirst()
                .orElseThrow(() -> new Failure("Failed to create session: no node available in the remote datacenter"));
            settings.put("Node", Json.text(Json.map(Json.map(first).get("Node")), "Node"));
        }
        settings.put("Behavior", "delete");
        settings.put("TTL", TTL_SECONDS + "s");
        return settings;
    }

    private Map<String, Object> job(Api api, String[] args) throws IOException {
        Map<String, Object> job = new LinkedHashMap<>();
        if (args.length == 1 && args[0].equals("-")) {
            if (!shell.on()) {
                throw new IOException("Cannot configure -shell=false when reading from stdin");
            }
            job.put("Script", api.env().in().readAllBytes());
        } else if (shell.on()) {
            job.put("Command", String.join(" ", args));
        } else {
            job.put("Args", Arrays.asList(args));
        }
        job.put("Wait", wait.nanos());
        return job;
    }

    private int run(Api api, String session, Map<String, Object> job, boolean foreign) throws Failure, IOException, InterruptedException {
        Keys keys = new Keys(api);
        long start = api.env().time().nanos();
        during("Error writing the job");
        if (!keys.write(base(session) + "/job", api.writeQuery().set("acquire", session), JsonText.bytes(job))) {
            throw new Failure("Failed to create job file: the key is held by another session");
        }
        if (foreign) {
            api.env().time().pause(replication.nanos() / MILLI);
        }
        during("Error firing event");
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("Prefix", prefix.text());
        payload.put("Session", session);
        Query filters = api.writeQuery().setIfAny("node", node.text()).setIfAny("service", service.text()).setIfAny("tag", tag.text());
        byte[] fired = api.put("/v1/event/fire/" + EVENT, filters, JsonText.bytes(payload));
        if (verbose.on()) {
            api.console().line("Fired remote execution event: " + Json.text(Json.map(Json.parse(fired)), "ID"));
        }
        during("Error reading the results");
        Results results = new Results(api, keys, base(session) + "/", verbose.on());
        results.collect(wait.nanos());
        api.console().line(results.exited() + " / " + results.acknowledged() + " node(s) completed / acknowledged");
        if (verbose.on()) {
            double seconds = (api.env().time().nanos() - start) / SECOND;
            api.console().line(String.format(Locale.ROOT, "Completed in %.2f seconds", seconds));
        }
        return results.failed() || results.exited() < results.acknowledged() ? FAILED : 0;
    }

    private String base(String session) {
        return prefix.text() + "/" + session;
    }
}
