package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl token read}. */
public final class TokenRead extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag self = flags.bool("self", "Show the token of this request.");

    public TokenRead() {
        super("acl token read [options]", "Shows a token.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (self.on()) {
            during("Error reading token");
            show(api, api.getMap("/v1/acl/token/self", api.query()), (shown, meta) -> AclText.token(shown, meta, false));
            return 0;
        }
        if (id.text().isEmpty()) {
            throw new Failure("Must specify the -id parameter");
        }
        String whole = idOf(api, "token", "/v1/acl/tokens", "AccessorID", id.text(), "");
        during("Error reading token \"" + whole + "\"");
        show(api, api.getMap("/v1/acl/token/" + Query.path(whole), api.query()), (shown, meta) -> AclText.token(shown, meta, false));
        return 0;
    }
}
