package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Answer;
import io.curia.cli.http.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code consul acl translate-rules}. */
public final class TranslateRules extends AclCommand {

    private final Flag accessor = flags.bool("token-accessor", "RULES is a legacy token's accessor ID.");
    private final Flag secret = flags.bool("token-secret", "RULES is a legacy token's secret.");

    public TranslateRules() {
        super("acl translate-rules [options] RULES", "Rewrites legacy rules in the syntax of policies. RULES is text, @file, or - for standard input.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length != 1) {
            throw new Failure("Error: this command requires exactly 1 argument", Failure.Help.AFTER_MESSAGE);
        }
        during("Error translating the rules");
        if (accessor.on() || secret.on()) {
            api.console().line(ofToken(api, args[0], secret.on()));
            return 0;
        }
        byte[] rules = load(api, args[0], "rules").getBytes(StandardCharsets.UTF_8);
        try (Answer answer = api.send("POST", "/v1/acl/rules/translate", api.writeQuery(), rules)) {
            api.console().line(Api.checked(answer).text());
        }
        return 0;
    }

    /** The translated rules of a legacy token. */
    static String ofToken(Api api, String token, boolean secret) throws Failure, IOException {
        String accessor = token;
        if (secret) {
            Query query = api.query().set("token", token);
            accessor = io.curia.cli.json.Json.text(api.getMap("/v1/acl/token/self", query), "AccessorID");
        }
        String whole = idOf(api, "token", "/v1/acl/tokens", "AccessorID", accessor, "");
        try (Answer answer = api.send("GET", "/v1/acl/rules/translate/" + Query.path(whole), api.query(), null)) {
            return Api.checked(answer).text();
        }
    }
}
