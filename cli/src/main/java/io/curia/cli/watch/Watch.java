package io.curia.cli.watch;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.JsonText;
import io.curia.cli.process.Child;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code consul watch}. */
public final class Watch extends ApiCommand {

    /** What a watch is about. */
    record Options(String key, String prefix, String service, List<String> tags, boolean passingOnly, String state, String name) {
    }

    private static final long RETRY_MILLIS = 5_000;
    private static final long LONGEST_RETRY_MILLIS = 180_000;

    private final Flag key = flags.text("key", "", "Key to watch; for type key.");
    private final Flag name = flags.text("name", "", "Event name to watch; for type event.");
    private final Flag passing = flags.text("passingonly", "", "'true' to see only instances that pass their checks; for type service.");
    private final Flag prefix = flags.text("prefix", "", "Beginning of the keys to watch; for type keyprefix.");
    private final Flag service = flags.text("service", "", "Service to watch; for types service and checks.");
    private final Flag shell = flags.boolOn("shell", "Let a shell run the child.");
    private final Flag state = flags.text("state", "", "State of the checks to watch; for type checks.");
    private final Flag tags = flags.list("tag", "Tag the instances must have; for type service. May be given more than once.");
    private final Flag type = flags.text("type", "", "What to watch: key, keyprefix, services, nodes, service, checks or event.");

    public Watch() {
        super(ClientFlags.Scope.SERVER, "watch [options] [CHILD ...]",
            "Watches part of the cluster's data. Without a child, shows it once; else runs the child at every change, with the data as JSON on its input.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (type.text().isEmpty()) {
            throw new Failure("Watch type must be specified", Failure.Help.AFTER_BLANK_LINE);
        }
        Plan plan = Plan.of(type.text(), new Options(key.text(), prefix.text(), service.text(), tags.list(), passingOnly(), state.text(),
            name.text()));
        during("Error querying Consul agent");
        Plan.Result first = plan.look(api, 0);
        if (args.length == 0) {
            api.console().line(JsonText.indented(first.value(), "    "));
            return 0;
        }
        try {
            return follow(api, plan, first, Arrays.asList(args));
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private boolean passingOnly() throws Failure {
        switch (passing.text()) {
            case "1", "t", "T", "true", "TRUE", "True":
                return true;
            case "", "0", "f", "F", "false", "FALSE", "False":
                return false;
            default:
                throw new Failure("Failed to parse passingonly flag: strconv.ParseBool: parsing \"" + passing.text() + "\": invalid syntax");
        }
    }

    private int follow(Api api, Plan plan, Plan.Result first, List<String> child) throws IOException, InterruptedException {
        Plan.Result last = first;
        int status = handle(api, first, child);
        int failures = 0;
        while (status == 0) {
            Plan.Result next;
            try {
                next = plan.look(api, last.index());
                failures = 0;
            } catch (IOException e) {
                failures++;
                api.console().error("Watch errored: " + e.getMessage() + ", retrying");
                api.console().flush();
                api.env().time().pause(Math.min(LONGEST_RETRY_MILLIS, RETRY_MILLIS * failures * failures));
                continue;
            }
            if (next.index() == 0) {
                // nothing to wait for a change of
                api.env().time().pause(RETRY_MILLIS);
            }
            boolean changed = next.index() != last.index() && !Objects.equals(next.value(), last.value());
            // after a restore indexes begin anew: ask again without one
            long index = !type.text().equals("event") && next.index() < last.index() ? 0 : next.index();
            last = new Plan.Result(index, next.value());
            if (changed) {
                status = handle(api, next, child);
            }
        }
        api.console().error("Error executing handler: exit status " + status);
        return 1;
    }

    private int handle(Api api, Plan.Result result, List<String> words) throws IOException, InterruptedException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(JsonText.bytes(result.value()));
        input.write('\n');
        Map<String, String> variables = Map.of("CONSUL_INDEX", Long.toUnsignedString(result.index()));
        during("Error executing handler");
        return Child.feed(api.env(), words, shell.on(), variables, input.toByteArray()).await();
    }
}
