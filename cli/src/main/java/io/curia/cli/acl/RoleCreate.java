package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl role create}. */
public final class RoleCreate extends AclCommand {

    private final Flag name = flags.text("name", "", "Name.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Links links = new Links(flags, false);

    public RoleCreate() {
        super("acl role create [options] -name NAME", "Creates a role.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (name.text().isEmpty()) {
            throw new Failure("Missing require '-name' flag", Failure.Help.AFTER_MESSAGE);
        }
        if (!links.any()) {
            throw new Failure("Cannot create a role without specifying -policy-name, -policy-id, -service-identity, or -node-identity at least once");
        }
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("Name", name.text());
        role.put("Description", description.text());
        Links.put(role, "Policies", links.policies(api), false);
        Links.put(role, "ServiceIdentities", links.services(), false);
        Links.put(role, "NodeIdentities", links.nodes(), false);
        during("Failed to create new role");
        show(api, Json.map(api.putJson("/v1/acl/role", api.writeQuery(), role)), (shown, meta) -> AclText.role(shown, meta, false));
        return 0;
    }
}
