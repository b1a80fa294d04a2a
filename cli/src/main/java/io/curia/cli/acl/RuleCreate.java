package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul acl binding-rule create}. */
public final class RuleCreate extends AclCommand {

    private final Flag method = flags.text("method", "", "Auth method the rule is for.");
    private final Flag description = flags.text("description", "", "What it is for.");
    private final Flag bindType = flags.text("bind-type", "", "What the rule gives: service, node or role.");
    private final Flag bindName = flags.text("bind-name", "", "Name of what it gives; may contain ${} variables.");
    private final Flag selector = flags.text("selector", "", "Expression that a login must satisfy.");

    public RuleCreate() {
        super("acl binding-rule create [options] -method NAME", "Creates a rule that gives rights to those who log in.", true);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        checkFormat();
        if (method.text().isEmpty()) {
            throw new Failure("Missing require '-method' flag", Failure.Help.AFTER_MESSAGE);
        }
        if (bindType.text().isEmpty()) {
            throw new Failure("Missing require '-bind-type' flag", Failure.Help.AFTER_MESSAGE);
        }
        if (bindName.text().isEmpty()) {
            throw new Failure("Missing require '-bind-name' flag", Failure.Help.AFTER_MESSAGE);
        }
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("AuthMethod", method.text());
        putIfGiven(rule, "Description", description);
        putIfGiven(rule, "BindType", bindType);
        putIfGiven(rule, "BindName", bindName);
        putIfGiven(rule, "Selector", selector);
        during("Failed to create new binding rule");
        show(api, Json.map(api.putJson("/v1/acl/binding-rule", api.writeQuery(), rule)), (shown, meta) -> AclText.rule(shown, meta, false));
        return 0;
    }
}
