package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl binding-rule update}. */
public final class RuleUpdate extends AclCommand {

    private final Flag id = flags.text("id", "", "ID, or its beginning if that is enough to tell.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag bindType = flags.text("bind-type", "", "What the rule gives: service, node or role.");
    private final Flag bindName = flags.text("bind-name", "", "Name of what it gives; may contain ${} variables.");
    private final Flag selector = flags.text("selector", "", "Expression that a login must satisfy.");
    private final Flag fresh = flags.bool("no-merge", "What is not given becomes empty.");

    public RuleUpdate() {
        super("acl binding-rule update [options] -id ID", "Changes a binding rule.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (id.text().isEmpty()) {
            throw new Failure("Must specify the -id parameter");
        }
        String whole = idOf(api, "binding rule", "/v1/acl/binding-rules", "ID", id.text(), "");
        Map<String, Object> rule = new LinkedHashMap<>();
        during("Error when retrieving current binding rule");
        Map<String, Object> old = api.getMap("/v1/acl/binding-rule/" + Query.path(whole), api.query());
        if (fresh.on()) {
            rule.put("AuthMethod", old.get("AuthMethod"));
        } else {
            rule.putAll(old);
        }
        rule.put("ID", whole);
        putIfGiven(rule, "Description", description);
        putIfGiven(rule, "BindType", bindType);
        putIfGiven(rule, "BindName", bindName);
        putIfGiven(rule, "Selector", selector);
        during("Error updating binding rule \"" + whole + "\"");
        show(api, Json.map(api.putJson("/v1/acl/binding-rule/" + Query.path(whole), api.writeQuery(), rule)), (shown, meta) -> AclText.rule(shown, meta, false));
        return 0;
    }
}
