package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import java.io.IOException;

/** {@code consul acl token list}. */
public final class TokenList extends AclCommand {


    public TokenList() {
        super("acl token list [options]", "Lists all tokens.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        during("Failed to retrieve the token list");
        showAll(api, api.getList("/v1/acl/tokens", api.query()), "\n", (token, meta) -> AclText.token(token, meta, true));
        return 0;
    }
}
