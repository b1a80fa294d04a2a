package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl token create}. */
public final class TokenCreate extends AclCommand {

    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag accessor = flags.text("accessor", "", "Accessor ID to give it; a new one by default.");
    private final Flag secret = flags.text("secret", "", "Secret to give it; a new one by default.");
    private final Flag local = flags.bool("local", "Valid in this datacenter alone.");
    private final Flag ttl = flags.duration("expires-ttl", "0s", "How long it is valid; for ever by default.");
    private final Links links = new Links(flags, true);

    public TokenCreate() {
        super("acl token create [options]", "Creates a token.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (!links.any()) {
            throw new Failure("Cannot create a token without specifying -policy-name, -policy-id, -role-name, -role-id, -service-identity, or -node-identity at least once");
        }
        Map<String, Object> token = new LinkedHashMap<>();
        putIfGiven(token, "AccessorID", accessor);
        putIfGiven(token, "SecretID", secret);
        token.put("Description", description.text());
        token.put("Local", local.on());
        if (ttl.nanos() > 0) {
            token.put("ExpirationTTL", ttl.text());
        }
        Links.put(token, "Policies", links.policies(api), false);
        Links.put(token, "Roles", links.roles(api), false);
        Links.put(token, "ServiceIdentities", links.services(), false);
        Links.put(token, "NodeIdentities", links.nodes(), false);
        during("Failed to create new token");
        show(api, Json.map(api.putJson("/v1/acl/token", api.writeQuery(), token)), (shown, meta) -> AclText.token(shown, meta, false));
        return 0;
    }
}
