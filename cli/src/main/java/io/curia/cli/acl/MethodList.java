package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import java.io.IOException;

/** {@code consul acl auth-method list}. */
public final class MethodList extends AclCommand {


    public MethodList() {
        super("acl auth-method list [options]", "Lists all auth methods.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        during("Failed to retrieve the auth method list");
        showAll(api, api.getList("/v1/acl/auth-methods", api.query()), "", (method, meta) -> AclText.method(method, meta, true));
        return 0;
    }
}
