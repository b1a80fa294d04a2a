package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl auth-method delete}. */
public final class MethodDelete extends AclCommand {

    private final Flag name = flags.text("name", "", "Name.");

    public MethodDelete() {
        super("acl auth-method delete [options] -name NAME", "Deletes an auth method.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (name.text().isEmpty()) {
            throw new Failure("Missing require '-name' flag", Failure.Help.AFTER_MESSAGE);
        }
        during("Error deleting auth method \"" + name.text() + "\"");
        api.exchange("DELETE", "/v1/acl/auth-method/" + Query.path(name.text()), api.writeQuery(), null);
        api.console().line("Auth method \"" + name.text() + "\" deleted successfully");
        return 0;
    }
}
