package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.Input;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command about ACL objects: they are found by ID, by the beginning of an ID or by name, and shown in two formats. */
abstract class AclCommand extends ApiCommand {

    private static final int UUID_LENGTH = 36;

    private final Flag format;
    private final Flag meta;

    AclCommand(String usage, String about, boolean shows) {
        super(ClientFlags.Scope.NAMESPACED, usage, about);
        format = shows ? flags.text("format", "pretty", "Output as 'pretty' or 'json'.") : null;
        meta = shows ? flags.bool("meta", "Show indexes and hashes, too.") : null;
    }

    /** A block of text for one object. */
    interface Text {
        String of(Map<String, Object> object, boolean meta) throws IOException;
    }

    final boolean meta() {
        return meta.on();
    }

    final void checkFormat() throws Failure {
        if (!format.text().equals("pretty") && !format.text().equals("json")) {
            throw new Failure("Invalid format \"" + format.text() + "\": must be one of pretty, json");
        }
    }

    final void show(Api api, Map<String, Object> object, Text text) throws IOException {
        api.console().line(format.text().equals("json") ? JsonText.indented(object, "    ") : text.of(object, meta.on()));
    }

    /** Shows all, one after another; nothing for none. */
    final void showAll(Api api, List<Object> objects, String between, Text text) throws IOException {
        if (format.text().equals("json")) {
            api.console().line(JsonText.indented(objects, "    "));
            return;
        }
        StringBuilder all = new StringBuilder();
        for (Object object : objects) {
            all.append(all.length() == 0 ? "" : between).append(text.of(Json.map(object), meta.on()));
        }
        if (all.length() > 0) {
            api.console().line(all.toString());
        }
    }

    /** The object's whole ID. */
    static String idOf(Api api, String kind, String listPath, String idName, String id, String name) throws Failure {
        if (id.length() == UUID_LENGTH) {
            return id;
        }
        String found = "";
        try {
            for (Object element : api.getList(listPath, api.query())) {
                Map<String, Object> object = Json.map(element);
                String candidate = Json.text(object, idName);
                if (id.isEmpty() ? Json.text(object, "Name").equals(name) : candidate.startsWith(id)) {
                    if (!found.isEmpty()) {
                        throw new IOException("Encountered multiple " + kind + " IDs with prefix: " + id);
                    }
                    found = candidate;
                }
            }
            if (found.isEmpty()) {
                throw new IOException(id.isEmpty() ? "No such " + kind + " with name " + name : "No such " + kind + " ID with prefix: " + id);
            }
        } catch (IOException e) {
            throw new Failure("Error determining " + kind + " ID: " + e.getMessage());
        }
        return found;
    }

    /** A text given as it is, as {@code @file} or as {@code -}. */
    static String load(Api api, String argument, String what) throws Failure {
        if (argument.isEmpty()) {
            return "";
        }
        try {
            return new String(Input.read(api.env(), argument), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure("Error loading " + what + ": " + e.getMessage());
        }
    }

    static void putIfGiven(Map<String, Object> object, String name, Flag flag) {
        if (!flag.text().isEmpty()) {
            object.put(name, flag.text());
        }
    }
}
