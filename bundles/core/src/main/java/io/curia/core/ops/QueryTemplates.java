package io.curia.core.ops;

import io.curia.api.model.PreparedQuery;
import io.curia.api.op.CuriaException;
import io.curia.core.filter.FilterException;
import io.curia.core.filter.Regex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** Fills in the templates of prepared queries (reference: semantics, section 8). */
final class QueryTemplates {
    static final String NAME_PREFIX_MATCH = "name_prefix_match";

    private final PreparedQuery query;
    private final String name;
    private final Matcher matcher;
    private final boolean matched;

    private QueryTemplates(PreparedQuery query, String name) {
        this.query = query;
        this.name = name;
        String regexp = query.template().regexp();
        try {
            this.matcher = regexp.isEmpty() ? null : Regex.compile(regexp).matcher(name);
            this.matched = matcher != null && matcher.find();
        } catch (FilterException e) {
            throw uncompiled("Bad Regexp: " + e.getMessage());
        }
    }

    /** The query for the name that was asked. */
    static PreparedQuery render(PreparedQuery query, String name) {
        return query.template().type().isEmpty() ? query : new QueryTemplates(query, name).rendered();
    }

    private PreparedQuery rendered() {
        PreparedQuery.ServiceQuery s = query.service();
        List<String> tags = texts(s.tags(), "Tags");
        if (tags != null && query.template().removeEmptyTags()) {
            tags.removeIf(String::isEmpty);
        }
        PreparedQuery.Failover failover = new PreparedQuery.Failover(s.failover().nearestN(),
                texts(s.failover().datacenters(), "Failover.Datacenters"));
        return new PreparedQuery(query.id(), query.name(), query.session(), query.token(), query.template(),
                new PreparedQuery.ServiceQuery(text(s.service(), "Service"), failover, s.onlyPassing(),
                        texts(s.ignoreCheckIDs(), "IgnoreCheckIDs"), text(s.near(), "Near"), tags,
                        map(s.nodeMeta(), "NodeMeta"), map(s.serviceMeta(), "ServiceMeta"), s.connect()),
                query.dns(), query.createIndex(), query.modifyIndex());
    }

    private List<String> texts(List<String> templates, String field) {
        if (templates == null) {
            return null;
        }
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < templates.size(); i++) {
            filled.add(text(templates.get(i), field + "[" + i + "]"));
        }
        return filled;
    }

    private Map<String, String> map(Map<String, String> templates, String field) {
        if (templates == null) {
            return null;
        }
        Map<String, String> filled = new LinkedHashMap<>();
        templates.forEach((key, template) -> filled.put(key, text(template, field + "[" + key + "]")));
        return filled;
    }

    private String text(String template, String field) {
        if (template == null || template.indexOf('$') < 0) {
            return template;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            if (template.startsWith("$${", at)) {
                out.append("${");
                at += 3;
            } else if (template.startsWith("${", at)) {
                int end = template.indexOf('}', at);
                if (end < 0) {
                    throw unfinished(template, field);
                }
                out.append(value(template.substring(at + 2, end).trim(), at + 3, template, field));
                at = end + 1;
            } else {
                out.append(template.charAt(at++));
            }
        }
        return out.toString();
    }

    private String value(String expression, int column, String template, String field) {
        switch (expression) {
            case "name.full" -> {
                return name;
            }
            case "name.prefix" -> {
                return query.name();
            }
            case "name.suffix" -> {
                return name.length() > query.name().length() ? name.substring(query.name().length()) : "";
            }
            case "agent.segment" -> {
                return "";
            }
            default -> {
                if (expression.startsWith("match(") && expression.endsWith(")")) {
                    return group(expression.substring(6, expression.length() - 1).trim(), template, field);
                }
                boolean call = expression.indexOf('(') > 0;
                throw uncompiled("Bad evaluation for '" + template + "' in Service." + field + ": 1:" + column
                        + ": unknown " + (call ? "function called: " + expression.substring(0, expression.indexOf('('))
                        : "variable accessed: " + expression));
            }
        }
    }

    private String group(String number, String template, String field) {
        try {
            int group = Integer.parseInt(number);
            boolean known = matched && group >= 0 && group <= matcher.groupCount();
            String found = known ? matcher.group(group) : "";
            return found == null ? "" : found;
        } catch (NumberFormatException e) {
            throw badFormat(template, field, "match takes the number of a group");
        }
    }

    private static CuriaException unfinished(String template, String field) {
        boolean operand = "(,{".indexOf(template.charAt(template.length() - 1)) >= 0;
        return badFormat(template, field, "parse error at 1:" + (template.length() + 1) + ": expected "
                + (operand ? "expression" : "\"}\"") + " but found end of string");
    }

    private static CuriaException badFormat(String template, String field, String why) {
        return uncompiled("Bad format '" + template + "' in Service." + field + ": " + why);
    }

    private static CuriaException uncompiled(String why) {
        return CuriaException.failed("raft apply failed: failed compiling template: " + why);
    }
}
