package io.curia.cli.acl;

import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** ACL objects as blocks of labelled lines. */
final class AclText {

    private static final int TOKEN = 18;
    private static final int OTHER = 14;

    private final StringBuilder text = new StringBuilder();
    private final String indent;

    private AclText(String indent) {
        this.indent = indent;
    }

    /** @param listed whether it is one of many, which adds a line */
    static String token(Map<String, Object> token, boolean meta, boolean listed) throws IOException {
        AclText out = new AclText("");
        out.field(TOKEN, "AccessorID:", Json.text(token, "AccessorID"));
        out.field(TOKEN, "SecretID:", Json.text(token, "SecretID"));
        out.field(TOKEN, "Description:", Json.text(token, "Description"));
        out.field(TOKEN, "Local:", Boolean.toString(Json.flag(token, "Local")));
        out.optional(TOKEN, "Auth Method:", Json.text(token, "AuthMethod"));
        out.field(TOKEN, "Create Time:", time(Json.text(token, "CreateTime")));
        out.optional(TOKEN, "Expiration Time:", time(Json.text(token, "ExpirationTime")));
        if (listed) {
            out.field(TOKEN, "Legacy:", Boolean.toString(Json.flag(token, "Legacy")));
        }
        out.meta(TOKEN, token, meta);
        out.links(token, true);
        if (!Json.text(token, "Rules").isEmpty()) {
            out.text.append("Rules:\n").append(Json.text(token, "Rules")).append('\n');
        }
        return out.text.toString();
    }

    static String policy(Map<String, Object> policy, boolean meta) throws IOException {
        AclText out = new AclText("");
        out.field(OTHER, "ID:", Json.text(policy, "ID"));
        out.field(OTHER, "Name:", Json.text(policy, "Name"));
        out.field(OTHER, "Description:", Json.text(policy, "Description"));
        out.field(OTHER, "Datacenters:", join(policy.get("Datacenters")));
        out.meta(OTHER, policy, meta);
        out.text.append("Rules:\n").append(Json.text(policy, "Rules"));
        return out.text.toString();
    }

    static String listedPolicy(Map<String, Object> policy, boolean meta) throws IOException {
        AclText out = new AclText("   ");
        out.text.append(Json.text(policy, "Name")).append(":\n");
        out.field(OTHER, "ID:", Json.text(policy, "ID"));
        out.field(OTHER, "Description:", Json.text(policy, "Description"));
        out.field(OTHER, "Datacenters:", join(policy.get("Datacenters")));
        out.meta(OTHER, policy, meta);
        return out.text.toString();
    }

    static String role(Map<String, Object> role, boolean meta, boolean listed) throws IOException {
        AclText out = new AclText(listed ? "   " : "");
        if (listed) {
            out.text.append(Json.text(role, "Name")).append(":\n");
        }
        out.field(OTHER, "ID:", Json.text(role, "ID"));
        if (!listed) {
            out.field(OTHER, "Name:", Json.text(role, "Name"));
        }
        out.field(OTHER, "Description:", Json.text(role, "Description"));
        out.meta(OTHER, role, meta);
        out.links(role, false);
        return out.text.toString();
    }

    static String method(Map<String, Object> method, boolean meta, boolean listed) throws IOException {
        AclText out = new AclText(listed ? "   " : "");
        if (listed) {
            out.text.append(Json.text(method, "Name")).append(":\n");
        } else {
            out.field(OTHER, "Name:", Json.text(method, "Name"));
        }
        out.field(OTHER, "Type:", Json.text(method, "Type"));
        out.optional(OTHER, "DisplayName:", Json.text(method, "DisplayName"));
        out.field(OTHER, "Description:", Json.text(method, "Description"));
        out.optional(OTHER, "MaxTokenTTL:", Json.text(method, "MaxTokenTTL"));
        out.optional(OTHER, "TokenLocality:", Json.text(method, "TokenLocality"));
        out.meta(OTHER, method, meta);
        if (!listed) {
            out.text.append("Config:\n").append(io.curia.cli.json.JsonText.indented(Json.map(method.get("Config")), "  ")).append('\n');
        }
        return out.text.toString();
    }

    static String rule(Map<String, Object> rule, boolean meta, boolean listed) {
        AclText out = new AclText(listed ? "   " : "");
        if (listed) {
            out.text.append(Json.text(rule, "ID")).append(":\n");
        } else {
            out.field(OTHER, "ID:", Json.text(rule, "ID"));
        }
        out.field(OTHER, "AuthMethod:", Json.text(rule, "AuthMethod"));
        out.field(OTHER, "Description:", Json.text(rule, "Description"));
        out.field(OTHER, "BindType:", Json.text(rule, "BindType"));
        out.field(OTHER, "BindName:", Json.text(rule, "BindName"));
        out.field(OTHER, "Selector:", Json.text(rule, "Selector"));
        out.meta(OTHER, rule, meta);
        return out.text.toString();
    }

    private void links(Map<String, Object> object, boolean roles) throws IOException {
        named("Policies:", object.get("Policies"));
        if (roles) {
            named("Roles:", object.get("Roles"));
        }
        List<Object> services = Json.list(object.get("ServiceIdentities"));
        if (!services.isEmpty()) {
            text.append(indent).append("Service Identities:\n");
        }
        for (Object element : services) {
            Map<String, Object> service = Json.map(element);
            String datacenters = join(service.get("Datacenters"));
            text.append(indent).append("   ").append(Json.text(service, "ServiceName")).append(" (Datacenters: ")
                .append(datacenters.isEmpty() ? "all" : datacenters).append(")\n");
        }
        List<Object> nodes = Json.list(object.get("NodeIdentities"));
        if (!nodes.isEmpty()) {
            text.append(indent).append("Node Identities:\n");
        }
        for (Object element : nodes) {
            Map<String, Object> node = Json.map(element);
            text.append(indent).append("   ").append(Json.text(node, "NodeName")).append(" (Datacenter: ")
                .append(Json.text(node, "Datacenter")).append(")\n");
        }
    }

    private void named(String label, Object list) throws IOException {
        List<Object> links = Json.list(list);
        if (!links.isEmpty()) {
            text.append(indent).append(label).append('\n');
        }
        for (Object element : links) {
            Map<String, Object> link = Json.map(element);
            text.append(indent).append("   ").append(Json.text(link, "ID")).append(" - ").append(Json.text(link, "Name")).append('\n');
        }
    }

    private void meta(int width, Map<String, Object> object, boolean shown) {
        if (shown) {
            optional(width, "Hash:", hex(Json.text(object, "Hash")));
            field(width, "Create Index:", Json.text(object, "CreateIndex"));
            field(width, "Modify Index:", Json.text(object, "ModifyIndex"));
        }
    }

    private void optional(int width, String label, String value) {
        if (!value.isEmpty()) {
            field(width, label, value);
        }
    }

    private void field(int width, String label, String value) {
        text.append(indent).append(label).append(" ".repeat(Math.max(1, width - label.length()))).append(value).append('\n');
    }

    private static String join(Object list) throws IOException {
        List<String> names = new ArrayList<>();
        for (Object element : Json.list(list)) {
            names.add(String.valueOf(element));
        }
        return String.join(", ", names);
    }

    /** Go's way to print a time: {@code 2026-01-02 15:04:05.6 +0000 UTC}. */
    private static String time(String iso) {
        int split = iso.indexOf('T');
        if (split < 0) {
            return iso;
        }
        String clock = iso.substring(split + 1);
        if (clock.endsWith("Z")) {
            return iso.substring(0, split) + " " + clock.substring(0, clock.length() - 1) + " +0000 UTC";
        }
        int sign = Math.max(clock.indexOf('+'), clock.indexOf('-'));
        if (sign < 0) {
            return iso;
        }
        String zone = clock.substring(sign).replace(":", "");
        return iso.substring(0, split) + " " + clock.substring(0, sign) + " " + zone + " " + zone;
    }

    private static String hex(String base64) {
        StringBuilder hex = new StringBuilder();
        try {
            for (byte b : Base64.getDecoder().decode(base64)) {
                hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        } catch (IllegalArgumentException e) {
            return base64;
        }
        return hex.toString();
    }
}
