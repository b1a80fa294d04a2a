package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import java.io.IOException;
import java.util.Map;

/** {@code consul operator autopilot get-config}. */
public final class AutopilotGet extends ApiCommand {

    private static final String[] NUMBERS = {"CleanupDeadServers", "LastContactThreshold", "MaxTrailingLogs", "MinQuorum",
        "ServerStabilizationTime"};

    public AutopilotGet() {
        super(ClientFlags.Scope.SERVER, "operator autopilot get-config [options]", "Shows how the servers look after their own cluster.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error querying Autopilot configuration");
        Map<String, Object> config = api.getMap("/v1/operator/autopilot/configuration", api.query());
        for (String name : NUMBERS) {
            Object value = config.get(name);
            api.console().line(name + " = " + (value == null ? "0" : value));
        }
        api.console().line("RedundancyZoneTag = " + quoted(config.get("RedundancyZoneTag")));
        api.console().line("DisableUpgradeMigration = " + Boolean.TRUE.equals(config.get("DisableUpgradeMigration")));
        api.console().line("UpgradeVersionTag = " + quoted(config.get("UpgradeVersionTag")));
        return 0;
    }

    private static String quoted(Object value) {
        return "\"" + (value == null ? "" : value) + "\"";
    }
}
