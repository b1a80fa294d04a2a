package io.curia.cli.operator;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.flag.GoDuration;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.util.Map;

/** {@code consul operator autopilot set-config}. */
public final class AutopilotSet extends ApiCommand {

    private static final String PATH = "/v1/operator/autopilot/configuration";

    private final Flag cleanup = flags.bool("cleanup-dead-servers", "Remove servers that failed once a new one has joined.");
    private final Flag contact = flags.duration("last-contact-threshold", "0s", "How long a healthy server may be out of touch with the leader.");
    private final Flag trailing = flags.unsigned("max-trailing-logs", "How many log entries a healthy server may be behind.");
    private final Flag quorum = flags.unsigned("min-quorum", "Voters that must remain when dead servers are removed.");
    private final Flag stabilization = flags.duration("server-stabilization-time", "0s", "How long a new server must be healthy before it votes.");
    private final Flag zone = flags.text("redundancy-zone-tag", "", "Node metadata key that names a server's zone.");
    private final Flag migration = flags.bool("disable-upgrade-migration", "Let servers of a newer release vote at once.");
    private final Flag version = flags.text("upgrade-version-tag", "", "Node metadata key that names a server's version.");

    public AutopilotSet() {
        super(ClientFlags.Scope.SERVER, "operator autopilot set-config [options]",
            "Changes how the servers look after their own cluster. What is not given stays as it is.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error querying Autopilot configuration");
        Map<String, Object> config = api.getMap(PATH, api.query());
        apply(config);
        String index = Json.text(config, "ModifyIndex");
        during("Error setting Autopilot configuration");
        Query query = api.writeQuery().set("cas", index.isEmpty() ? "0" : index);
        if (!api.yes("PUT", PATH, query, JsonText.bytes(config))) {
            throw new Failure("Configuration could not be atomically updated, please try again");
        }
        api.console().line("Configuration updated!");
        return 0;
    }

    private void apply(Map<String, Object> config) {
        put(config, "CleanupDeadServers", cleanup, cleanup.on());
        put(config, "LastContactThreshold", contact, GoDuration.format(contact.nanos()));
        put(config, "MaxTrailingLogs", trailing, new java.math.BigInteger(trailing.unsigned()));
        put(config, "MinQuorum", quorum, new java.math.BigInteger(quorum.unsigned()));
        put(config, "ServerStabilizationTime", stabilization, GoDuration.format(stabilization.nanos()));
        put(config, "RedundancyZoneTag", zone, zone.text());
        put(config, "DisableUpgradeMigration", migration, migration.on());
        put(config, "UpgradeVersionTag", version, version.text());
    }

    private static void put(Map<String, Object> config, String name, Flag flag, Object value) {
        if (flag.given()) {
            config.put(name, value);
        }
    }
}
