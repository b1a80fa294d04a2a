package io.curia.cli.connect;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.GoErrors;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul connect ca set-config}. */
public final class CaSet extends ApiCommand {

    private final Flag file = flags.text("config-file", "", "JSON file with the whole configuration.");
    private final Flag force = flags.bool("force-without-cross-signing", "Change the root even if the old one cannot sign the new one.");

    public CaSet() {
        super(ClientFlags.Scope.SERVER, "connect ca set-config [options]", "Changes the configuration of the mesh's certificate authority.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (file.text().isEmpty()) {
            throw new Failure("The -config-file flag is required");
        }
        byte[] data;
        try {
            data = Files.readAllBytes(Path.of(file.text()));
        } catch (IOException e) {
            throw new Failure("Error reading config file: " + GoErrors.file(file.text(), e));
        }
        during("Error parsing config file");
        Map<String, Object> config = new LinkedHashMap<>(Json.map(Json.parse(data)));
        if (force.on()) {
            config.put("ForceWithoutCrossSigning", true);
        }
        during("Error setting CA configuration");
        api.put("/v1/connect/ca/configuration", api.writeQuery(), JsonText.bytes(config));
        api.console().line("Configuration updated!");
        return 0;
    }
}
