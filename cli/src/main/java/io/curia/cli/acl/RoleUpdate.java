package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl role update}. */
public final class RoleUpdate extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag name = flags.text("name", "", "Name.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag fresh = flags.bool("no-merge", "What is not given becomes empty.");
    private final Links links = new Links(flags, false);

    public RoleUpdate() {
        super("acl role update [options] -id ID", "Changes a role. What is given is added to what there is, unless -no-merge.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty()) {
            throw new Failure("Cannot update a role without specifying the -id parameter");
        }
        String whole = idOf(api, "role", "/v1/acl/roles", "ID", id.text(), "");
        Map<String, Object> role = new LinkedHashMap<>();
        if (!fresh.on()) {
            during("Error when retrieving current role");
            role.putAll(api.getMap("/v1/acl/role/" + Query.path(whole), api.query()));
        }
        role.put("ID", whole);
        putIfGiven(role, "Name", name);
        putIfGiven(role, "Description", description);
        Links.put(role, "Policies", links.policies(api), !fresh.on());
        Links.put(role, "ServiceIdentities", links.services(), !fresh.on());
        Links.put(role, "NodeIdentities", links.nodes(), !fresh.on());
        during("Error updating role \"" + whole + "\"");
        show(api, Json.map(api.putJson("/v1/acl/role/" + Query.path(whole), api.writeQuery(), role)), (shown, meta) -> AclText.role(shown, meta, false));
        return 0;
    }
}
