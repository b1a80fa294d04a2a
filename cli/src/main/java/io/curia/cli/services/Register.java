package io.curia.cli.services;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul services register}. */
public final class Register extends ApiCommand {

    private static final String PATH = "/v1/agent/service/register";

    private final Flag address = flags.text("address", "", "Address of the service; the node's own by default.");
    private final Flag id = flags.text("id", "", "ID of the service; its name by default.");
    private final Flag kind = flags.text("kind", "", "Kind of the service, such as connect-proxy.");
    private final Flag meta = flags.map("meta", "Metadata; may be given more than once.");
    private final Flag name = flags.text("name", "", "Name of the service.");
    private final Flag port = flags.integer("port", 0, "Port of the service.");
    private final Flag socket = flags.text("socket", "", "Path of the service's unix socket.");
    private final Flag tags = flags.list("tag", "A tag; may be given more than once.");
    private final Flag tagged = flags.map("tagged-address", "Another address under a name, name=address:port; may be given more than once.");

    public Register() {
        super(ClientFlags.Scope.NAMESPACED, "services register [options] [FILE ...]",
            "Registers services with the agent: one from flags, or those defined in files.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        boolean fromFlags = !name.text().isEmpty() || !id.text().isEmpty();
        if (!fromFlags && args.length == 0) {
            throw new Failure("Service registration requires at least one argument or flags.");
        }
        if (fromFlags && args.length > 0) {
            throw new Failure("Service registration requires arguments or -id, not both.");
        }
        if (fromFlags) {
            register(api, name.text(), definition());
            return 0;
        }
        for (Definition definition : Definitions.read(api.env(), args)) {
            register(api, definition.name(), definition.request());
        }
        return 0;
    }

    private void register(Api api, String service, Object request) throws IOException {
        during("Error registering service \"" + service + "\"");
        api.put(PATH, api.writeQuery(), JsonText.bytes(request));
        api.console().line("Registered service: " + service);
    }

    private Map<String, Object> definition() throws Failure {
        Map<String, Object> service = new LinkedHashMap<>();
        put(service, "Kind", kind.text());
        put(service, "ID", id.text());
        put(service, "Name", name.text());
        put(service, "Address", address.text());
        put(service, "SocketPath", socket.text());
        if (!tags.list().isEmpty()) {
            service.put("Tags", tags.list());
        }
        if (port.number() != 0) {
            service.put("Port", port.number());
        }
        if (!meta.map().isEmpty()) {
            service.put("Meta", meta.map());
        }
        if (!tagged.map().isEmpty()) {
            Map<String, Object> addresses = new LinkedHashMap<>();
            for (Map.Entry<String, String> entry : tagged.map().entrySet()) {
                addresses.put(entry.getKey(), tagged(entry.getValue()));
            }
            service.put("TaggedAddresses", addresses);
        }
        return service;
    }

    private static Map<String, Object> tagged(String text) throws Failure {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            return Map.of("Address", text, "Port", 0);
        }
        String host = text.substring(0, colon);
        try {
            Map<String, Object> address = new LinkedHashMap<>();
            address.put("Address", host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
            address.put("Port", Integer.parseInt(text.substring(colon + 1)));
            return address;
        } catch (NumberFormatException e) {
            throw new Failure("Invalid tagged address: invalid port in \"" + text + "\"");
        }
    }

    private static void put(Map<String, Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }
}
