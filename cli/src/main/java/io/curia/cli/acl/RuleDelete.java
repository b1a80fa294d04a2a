package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl binding-rule delete}. */
public final class RuleDelete extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");

    public RuleDelete() {
        super("acl binding-rule delete [options] -id ID", "Deletes a binding rule.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (id.text().isEmpty()) {
            throw new Failure("Must specify the -id parameter");
        }
        String whole = idOf(api, "binding rule", "/v1/acl/binding-rules", "ID", id.text(), "");
        during("Error deleting binding rule \"" + whole + "\"");
        api.exchange("DELETE", "/v1/acl/binding-rule/" + Query.path(whole), api.writeQuery(), null);
        api.console().line("Binding rule \"" + whole + "\" deleted successfully");
        return 0;
    }
}
