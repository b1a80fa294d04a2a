package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.text.Columns;
import io.curia.cli.text.GoRegex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code consul members}. */
public final class Members extends ApiCommand implements Comparator<Map<String, Object>> {

    private static final String ALL_SEGMENTS = "_all";
    private static final String ANY_STATUS = ".*";
    private static final String[] STATUS = {"none", "alive", "leaving", "left", "failed"};
    private static final int NOBODY = 2;

    private final Flag detailed = flags.bool("detailed", "Show every tag of each member.");
    private final Flag segment = flags.text("segment", ALL_SEGMENTS, "Show only this network segment's members.");
    private final Flag status = flags.text("status", ANY_STATUS, "Show only members whose status matches this regular expression.");
    private final Flag wan = flags.bool("wan", "Show the servers of all datacenters, from the gossip pool between them.");

    public Members() {
        super(ClientFlags.Scope.AGENT, "members [options]", "Lists the members of the cluster as the agent sees them.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        List<Map<String, Object>> members = new ArrayList<>();
        Pattern wanted = null;
        if (!status.text().equals(ANY_STATUS)) {
            try {
                wanted = GoRegex.compile(status.text());
            } catch (IllegalArgumentException e) {
                throw new Failure("Failed to compile status regexp: " + e.getMessage());
            }
        }
        during("Error retrieving members");
        Query query = new Query().set("segment", segment.text());
        if (wan.on()) {
            query.set("wan", "1");
        }
        List<Object> all = api.getList("/v1/agent/members", query);
        for (int i = 0; i < all.size(); i++) {
            Map<String, Object> member = Json.map(all.get(i));
            if (wanted == null || wanted.matcher(status(member)).find()) {
                members.add(member);
            }
        }
        if (members.isEmpty()) {
            return NOBODY;
        }
        members.sort(this);
        api.console().line(detailed.on() ? details(members) : table(members));
        return 0;
    }

    /** By segment, then by name. */
    @Override
    public int compare(Map<String, Object> one, Map<String, Object> other) {
        int order = segment(one).compareTo(segment(other));
        return order != 0 ? order : Json.text(one, "Name").compareTo(Json.text(other, "Name"));
    }

    private String table(List<Map<String, Object>> members) throws IOException {
        Columns table = new Columns().row("Node", "Address", "Status", "Type", "Build", "Protocol", "DC", "Segment");
        for (int i = 0; i < members.size(); i++) {
            Map<String, Object> member = members.get(i);
            Map<String, Object> tags = tags(member);
            table.row(Json.text(member, "Name"), address(member), status(member), type(tags), build(tags), Json.text(tags, "vsn"),
                Json.text(tags, "dc"), segment(member));
        }
        return table.toString();
    }

    private String details(List<Map<String, Object>> members) throws IOException {
        Columns table = new Columns().row("Node", "Address", "Status", "Tags");
        for (int i = 0; i < members.size(); i++) {
            Map<String, Object> member = members.get(i);
            TreeMap<String, Object> tags = new TreeMap<>(tags(member));
            tags.put("segment", segment(member));
            StringBuilder text = new StringBuilder();
            for (Map.Entry<String, Object> tag : tags.entrySet()) {
                text.append(text.length() == 0 ? "" : ",").append(tag.getKey()).append('=').append(tag.getValue());
            }
            table.row(Json.text(member, "Name"), address(member), status(member), text.toString());
        }
        return table.toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tags(Map<String, Object> member) {
        Object tags = member.get("Tags");
        return tags instanceof Map ? (Map<String, Object>) tags : Map.of();
    }

    /** Servers are in all segments; a client without one is in the default segment. */
    private static String segment(Map<String, Object> member) {
        Map<String, Object> tags = tags(member);
        String own = Json.text(tags, "segment");
        if (Json.text(tags, "role").equals("consul")) {
            return "<all>";
        }
        return own.isEmpty() ? "<default>" : own;
    }

    private static String address(Map<String, Object> member) {
        String host = Json.text(member, "Addr");
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + Json.text(member, "Port");
    }

    private static String status(Map<String, Object> member) {
        int number = (int) Json.number(member, "Status");
        return number >= 0 && number < STATUS.length ? STATUS[number] : "unknown";
    }

    private static String type(Map<String, Object> tags) {
        switch (Json.text(tags, "role")) {
            case "node":
                return "client";
            case "consul":
                return "server";
            default:
                return "unknown";
        }
    }

    private static String build(Map<String, Object> tags) {
        String build = Json.text(tags, "build");
        int colon = build.indexOf(':');
        return build.isEmpty() ? "< 0.3" : colon < 0 ? build : build.substring(0, colon);
    }
}
