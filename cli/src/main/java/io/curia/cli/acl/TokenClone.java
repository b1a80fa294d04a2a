package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.Map;

/** {@code consul acl token clone}. */
public final class TokenClone extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag description = flags.text("description", "", "What it is for.");

    public TokenClone() {
        super("acl token clone [options] -id ID", "Makes a new token with the rights of another.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty()) {
            throw new Failure("Cannot clone a token without specifying the -id parameter");
        }
        String whole = idOf(api, "token", "/v1/acl/tokens", "AccessorID", id.text(), "");
        during("Error cloning token");
        Object body = Map.of("Description", description.text());
        show(api, Json.map(api.putJson("/v1/acl/token/" + Query.path(whole) + "/clone", api.writeQuery(), body)), (shown, meta) -> AclText.token(shown, meta, false));
        return 0;
    }
}
