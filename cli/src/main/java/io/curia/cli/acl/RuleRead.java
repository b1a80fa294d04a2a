package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl binding-rule read}. */
public final class RuleRead extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");

    public RuleRead() {
        super("acl binding-rule read [options] -id ID", "Shows a binding rule.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty()) {
            throw new Failure("Must specify the -id parameter");
        }
        String whole = idOf(api, "binding rule", "/v1/acl/binding-rules", "ID", id.text(), "");
        during("Error reading binding rule \"" + whole + "\"");
        show(api, api.getMap("/v1/acl/binding-rule/" + Query.path(whole), api.query()), (shown, meta) -> AclText.rule(shown, meta, false));
        return 0;
    }
}
