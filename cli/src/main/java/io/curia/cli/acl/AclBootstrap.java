package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.json.Json;
import java.io.IOException;

/** {@code consul acl bootstrap}. */
public final class AclBootstrap extends AclCommand {


    public AclBootstrap() {
        super("acl bootstrap [options]", "Makes the first token, with all rights. Works once.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        during("Failed ACL bootstrapping");
        show(api, Json.map(api.putJson("/v1/acl/bootstrap", api.writeQuery(), null)), (shown, meta) -> AclText.token(shown, meta, false));
        return 0;
    }
}
