package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl policy update}. */
public final class PolicyUpdate extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag name = flags.text("name", "", "Name.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag rules = flags.text("rules", "", "Rules as text, @file, or - for standard input.");
    private final Flag datacenters = flags.list("valid-datacenter", "Datacenter in which it is valid; may be given more than once. All by default.");
    private final Flag fresh = flags.bool("no-merge", "What is not given becomes empty.");

    public PolicyUpdate() {
        super("acl policy update [options]", "Changes a policy. What is not given stays as it is, unless -no-merge.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty() && name.text().isEmpty()) {
            throw new Failure("Must specify either the -id or -name parameters");
        }
        String whole = idOf(api, "policy", "/v1/acl/policies", "ID", id.text(), name.text());
        Map<String, Object> policy = new LinkedHashMap<>();
        if (!fresh.on()) {
            during("Error retrieving the policy");
            policy.putAll(api.getMap("/v1/acl/policy/" + Query.path(whole), api.query()));
        }
        policy.put("ID", whole);
        if (!id.text().isEmpty()) {
            putIfGiven(policy, "Name", name);
        } else {
            policy.put("Name", name.text());
        }
        putIfGiven(policy, "Description", description);
        if (!rules.text().isEmpty()) {
            policy.put("Rules", load(api, rules.text(), "rules"));
        }
        if (!datacenters.list().isEmpty()) {
            policy.put("Datacenters", datacenters.list());
        }
        during("Error updating policy \"" + whole + "\"");
        show(api, Json.map(api.putJson("/v1/acl/policy/" + Query.path(whole), api.writeQuery(), policy)), AclText::policy);
        return 0;
    }
}
