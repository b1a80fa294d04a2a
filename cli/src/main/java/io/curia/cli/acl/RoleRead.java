package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl role read}. */
public final class RoleRead extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag name = flags.text("name", "", "Name.");

    public RoleRead() {
        super("acl role read [options]", "Shows a role.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty() && name.text().isEmpty()) {
            throw new Failure("Must specify either the -id or -name parameters");
        }
        String whole = idOf(api, "role", "/v1/acl/roles", "ID", id.text(), name.text());
        during("Error reading role \"" + whole + "\"");
        show(api, api.getMap("/v1/acl/role/" + Query.path(whole), api.query()), (role, meta) -> AclText.role(role, meta, false));
        return 0;
    }
}
