package io.curia.cli.config;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.Input;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code consul config write}. */
public final class ConfigWrite extends ApiCommand {

    private final Flag cas = flags.bool("cas", "Write only if the entry's ModifyIndex is still -modify-index.");
    private final Flag index = flags.unsigned("modify-index", "What -cas compares with; 0 means that the entry must not exist.");

    public ConfigWrite() {
        super(ClientFlags.Scope.NAMESPACED, "config write [options] FILE", "Writes a configuration entry from a file in HCL or JSON, or from standard input (-).");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length != 1) {
            throw new Failure("Must provide exactly one positional argument to specify the config entry to write");
        }
        byte[] data;
        try {
            data = Input.read(api.env(), args[0].equals("-") ? "-" : "@" + args[0]);
        } catch (IOException e) {
            throw new Failure("Failed to load data: " + e.getMessage());
        }
        Map<String, Object> entry = parse(api.env(), data);
        String kind = member(entry, "kind");
        String name = member(entry, "name");
        during("Error writing config entry " + kind + "/" + name);
        Query query = api.writeQuery();
        if (cas.on()) {
            query.set("cas", index.unsigned());
        }
        if (!api.yes("PUT", "/v1/config", query, JsonText.bytes(entry))) {
            throw new Failure("Error writing config entry " + kind + "/" + name + ": entry has been changed since index "
                + index.unsigned());
        }
        api.console().line("Config entry written: " + kind + "/" + name);
        return 0;
    }

    private static Map<String, Object> parse(Environment env, byte[] data) throws Failure {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            Map<String, Object> entry = text.stripLeading().startsWith("{") ? Json.map(Json.parse(data)) : env.files().document(text);
            if (member(entry, "kind").isEmpty()) {
                throw new IOException("Payload does not contain a kind/Kind key at the top level");
            }
            return entry;
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure("Failed to decode config entry input: " + e.getMessage());
        }
    }

    private static String member(Map<String, Object> entry, String name) {
        for (Map.Entry<String, Object> member : entry.entrySet()) {
            if (member.getKey().equalsIgnoreCase(name) && member.getValue() != null) {
                return member.getValue().toString();
            }
        }
        return "";
    }
}
