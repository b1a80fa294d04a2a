package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import java.io.IOException;

/** {@code consul acl policy list}. */
public final class PolicyList extends AclCommand {


    public PolicyList() {
        super("acl policy list [options]", "Lists all policies.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        during("Failed to retrieve the policy list");
        showAll(api, api.getList("/v1/acl/policies", api.query()), "", AclText::listedPolicy);
        return 0;
    }
}
