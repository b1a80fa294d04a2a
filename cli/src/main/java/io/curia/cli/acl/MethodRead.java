package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul acl auth-method read}. */
public final class MethodRead extends AclCommand {

    private final Flag name = flags.text("name", "", "Name.");

    public MethodRead() {
        super("acl auth-method read [options] -name NAME", "Shows an auth method.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (name.text().isEmpty()) {
            throw new Failure("Missing require '-name' flag", Failure.Help.AFTER_MESSAGE);
        }
        during("Error reading auth method \"" + name.text() + "\"");
        show(api, api.getMap("/v1/acl/auth-method/" + Query.path(name.text()), api.query()), (method, meta) -> AclText.method(method, meta, false));
        return 0;
    }
}
