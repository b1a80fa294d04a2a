package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import java.io.IOException;

/** {@code consul acl role list}. */
public final class RoleList extends AclCommand {


    public RoleList() {
        super("acl role list [options]", "Lists all roles.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        during("Failed to retrieve the role list");
        showAll(api, api.getList("/v1/acl/roles", api.query()), "", (role, meta) -> AclText.role(role, meta, true));
        return 0;
    }
}
