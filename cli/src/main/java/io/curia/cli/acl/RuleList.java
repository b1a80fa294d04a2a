package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl binding-rule list}. */
public final class RuleList extends AclCommand {

    private final Flag method = flags.text("method", "", "Only the rules of this auth method.");

    public RuleList() {
        super("acl binding-rule list [options]", "Lists all binding rules.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        during("Failed to retrieve the binding rule list");
        Query query = api.query().setIfAny("authmethod", method.text());
        showAll(api, api.getList("/v1/acl/binding-rules", query), "", (rule, meta) -> AclText.rule(rule, meta, true));
        return 0;
    }
}
