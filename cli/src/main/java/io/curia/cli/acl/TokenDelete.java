package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl token delete}. */
public final class TokenDelete extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");

    public TokenDelete() {
        super("acl token delete [options] -id ID", "Deletes a token.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (id.text().isEmpty()) {
            throw new Failure("Must specify the -id parameter");
        }
        String whole = idOf(api, "token", "/v1/acl/tokens", "AccessorID", id.text(), "");
        during("Error deleting token \"" + whole + "\"");
        api.exchange("DELETE", "/v1/acl/token/" + Query.path(whole), api.writeQuery(), null);
        api.console().line("Token \"" + whole + "\" deleted successfully");
        return 0;
    }
}
