package io.curia.cli.kv;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import java.io.IOException;

/** {@code consul kv delete}. */
public final class KvDelete extends ApiCommand {

    private final Flag cas = flags.bool("cas", "Delete only if the key's ModifyIndex is still -modify-index.");
    private final Flag index = flags.unsigned("modify-index", "What -cas compares with.");
    private final Flag recurse = flags.bool("recurse", "Delete all keys that begin with KEY.");

    public KvDelete() {
        super(ClientFlags.Scope.NAMESPACED, "kv delete [options] KEY_OR_PREFIX", "Deletes a key, or all keys with a common beginning.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length > 1) {
            throw new Failure("Too many arguments (expected 1, got " + args.length + ")");
        }
        String key = args.length == 0 ? "" : KvKey.stripped(args[0]);
        if (key.isEmpty() && !recurse.on()) {
            throw new Failure("Error! Missing KEY argument");
        }
        boolean zero = index.unsigned().equals("0");
        if (cas.on() && zero) {
            throw new Failure("Cannot delete a key that does not exist. Provide a -modify-index greater than than 0.");
        }
        if (!cas.on() && !zero) {
            throw new Failure("Cannot specify -modify-index without -cas!");
        }
        if (cas.on() && recurse.on()) {
            throw new Failure("Cannot specify both -cas and -recurse!");
        }
        return delete(api, key);
    }

    private int delete(Api api, String key) throws Failure, IOException {
        Query query = api.writeQuery();
        if (recurse.on()) {
            during("Error! Did not delete prefix " + key);
            api.yes("DELETE", KvKey.path(key), query.set("recurse", ""), null);
            api.console().line("Success! Deleted keys with prefix: " + key);
            return 0;
        }
        during("Error! Did not delete key " + key);
        if (cas.on()) {
            query.set("cas", index.unsigned());
        }
        if (!api.yes("DELETE", KvKey.path(key), query, null) && cas.on()) {
            throw new Failure("Error! Did not delete key " + key + ": CAS failed");
        }
        api.console().line("Success! Deleted key: " + key);
        return 0;
    }
}
