package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl policy create}. */
public final class PolicyCreate extends AclCommand {

    private final Flag name = flags.text("name", "", "Name.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag rules = flags.text("rules", "", "Rules as text, @file, or - for standard input.");
    private final Flag datacenters = flags.list("valid-datacenter", "Datacenter in which it is valid; may be given more than once. All by default.");
    private final Flag fromToken = flags.text("from-token", "", "Take the rules of this legacy token.");
    private final Flag secret = flags.bool("token-secret", "What -from-token names is a secret, not an accessor ID.");

    public PolicyCreate() {
        super("acl policy create [options] -name NAME", "Creates a policy.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (name.text().isEmpty()) {
            throw new Failure("Missing require '-name' flag", Failure.Help.AFTER_MESSAGE);
        }
        if (!fromToken.text().isEmpty() && !rules.text().isEmpty()) {
            throw new Failure("Cannot specify both -rules and -from-token");
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Name", name.text());
        policy.put("Description", description.text());
        policy.put("Datacenters", datacenters.list());
        policy.put("Rules", fromToken.text().isEmpty() ? load(api, rules.text(), "rules") : TranslateRules.ofToken(api, fromToken.text(), secret.on()));
        during("Failed to create new policy");
        show(api, Json.map(api.putJson("/v1/acl/policy", api.writeQuery(), policy)), AclText::policy);
        return 0;
    }
}
