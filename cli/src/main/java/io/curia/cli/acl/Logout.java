package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import java.io.IOException;

/** {@code consul logout}. */
public final class Logout extends AclCommand {


    public Logout() {
        super("logout [options]", "Gives back the token of a login; it is the one this request is made with.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error destroying token");
        api.exchange("POST", "/v1/acl/logout", api.writeQuery(), null);
        return 0;
    }
}
