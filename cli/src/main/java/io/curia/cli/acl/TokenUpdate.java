package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.Map;

/** {@code consul acl token update}. */
public final class TokenUpdate extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag mergePolicies = flags.bool("merge-policies", "Add policies to those it has.");
    private final Flag mergeRoles = flags.bool("merge-roles", "Add roles to those it has.");
    private final Flag mergeServices = flags.bool("merge-service-identities", "Add service identities to those it has.");
    private final Flag mergeNodes = flags.bool("merge-node-identities", "Add node identities to those it has.");
    private final Flag upgrade = flags.bool("upgrade-legacy", "Make a token of the new kind from a legacy one.");
    private final Links links = new Links(flags, true);

    public TokenUpdate() {
        super("acl token update [options] -id ID", "Changes a token. Its links become those given, unless they are to be merged.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty()) {
            throw new Failure("Cannot update a token without specifying the -id parameter");
        }
        String whole = idOf(api, "token", "/v1/acl/tokens", "AccessorID", id.text(), "");
        during("Error when retrieving current token");
        Map<String, Object> token = api.getMap("/v1/acl/token/" + Query.path(whole), api.query());
        putIfGiven(token, "Description", description);
        if (upgrade.on()) {
            token.remove("Rules");
        }
        Links.put(token, "Policies", links.policies(api), mergePolicies.on());
        Links.put(token, "Roles", links.roles(api), mergeRoles.on());
        Links.put(token, "ServiceIdentities", links.services(), mergeServices.on());
        Links.put(token, "NodeIdentities", links.nodes(), mergeNodes.on());
        during("Failed to update token " + whole);
        show(api, Json.map(api.putJson("/v1/acl/token/" + Query.path(whole), api.writeQuery(), token)), (shown, meta) -> AclText.token(shown, meta, false));
        return 0;
    }
}
