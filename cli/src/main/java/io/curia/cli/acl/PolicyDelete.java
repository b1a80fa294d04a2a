package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl policy delete}. */
public final class PolicyDelete extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag name = flags.text("name", "", "Name.");

    public PolicyDelete() {
        super("acl policy delete [options]", "Deletes a policy.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (id.text().isEmpty() && name.text().isEmpty()) {
            throw new Failure("Must specify either the -id or -name parameters");
        }
        String whole = idOf(api, "policy", "/v1/acl/policies", "ID", id.text(), name.text());
        during("Error deleting policy \"" + whole + "\"");
        api.exchange("DELETE", "/v1/acl/policy/" + Query.path(whole), api.writeQuery(), null);
        api.console().line("Policy \"" + whole + "\" deleted successfully");
        return 0;
    }
}
