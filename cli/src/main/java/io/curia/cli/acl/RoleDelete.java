package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl role delete}. */
public final class RoleDelete extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag name = flags.text("name", "", "Name.");

    public RoleDelete() {
        super("acl role delete [options]", "Deletes a role.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (id.text().isEmpty() && name.text().isEmpty()) {
            throw new Failure("Must specify either the -id or -name parameters");
        }
        String whole = idOf(api, "role", "/v1/acl/roles", "ID", id.text(), name.text());
        during("Error deleting role \"" + whole + "\"");
        api.exchange("DELETE", "/v1/acl/role/" + Query.path(whole), api.writeQuery(), null);
        api.console().line("Role \"" + whole + "\" deleted successfully");
        return 0;
    }
}
