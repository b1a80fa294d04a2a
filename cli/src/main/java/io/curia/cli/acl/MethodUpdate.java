package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl auth-method update}. */
public final class MethodUpdate extends AclCommand {

    private final Flag name = flags.text("name", "", "Name.");
    private final Flag type = flags.text("type", "", "Its type, such as kubernetes or jwt.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag display = flags.text("display-name", "", "Name to show to people.");
    private final Flag ttl = flags.duration("max-token-ttl", "0s", "How long its tokens are valid.");
    private final Flag locality = flags.text("token-locality", "", "Whether its tokens are local or global.");
    private final Flag config = flags.text("config", "", "Its configuration as JSON: text, @file, or - for standard input.");
    private final Flag fresh = flags.bool("no-merge", "What is not given becomes empty.");

    public MethodUpdate() {
        super("acl auth-method update [options] -name NAME", "Changes an auth method.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (name.text().isEmpty()) {
            throw new Failure("Missing require '-name' flag", Failure.Help.AFTER_MESSAGE);
        }
        Map<String, Object> method = new LinkedHashMap<>();
        if (!fresh.on()) {
            during("Error when retrieving current auth method");
            method.putAll(api.getMap("/v1/acl/auth-method/" + Query.path(name.text()), api.query()));
        }
        method.put("Name", name.text());
        putIfGiven(method, "Type", type);
        putIfGiven(method, "Description", description);
        putIfGiven(method, "DisplayName", display);
        putIfGiven(method, "TokenLocality", locality);
        if (ttl.nanos() > 0) {
            method.put("MaxTokenTTL", ttl.text());
        }
        if (!config.text().isEmpty()) {
            during("Error parsing JSON for auth method config");
            method.put("Config", Json.map(Json.parse(load(api, config.text(), "auth method config").getBytes(StandardCharsets.UTF_8))));
        }
        during("Error updating auth method");
        String path = "/v1/acl/auth-method/" + Query.path(name.text());
        show(api, Json.map(api.putJson(path, api.writeQuery(), method)), (shown, meta) -> AclText.method(shown, meta, false));
        return 0;
    }
}
