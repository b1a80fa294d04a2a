package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl policy read}. */
public final class PolicyRead extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag name = flags.text("name", "", "Name.");

    public PolicyRead() {
        super("acl policy read [options]", "Shows a policy.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty() && name.text().isEmpty()) {
            throw new Failure("Must specify either the -id or -name parameters");
        }
        String whole = idOf(api, "policy", "/v1/acl/policies", "ID", id.text(), name.text());
        during("Error reading policy \"" + whole + "\"");
        show(api, api.getMap("/v1/acl/policy/" + Query.path(whole), api.query()), AclText::policy);
        return 0;
    }
}
