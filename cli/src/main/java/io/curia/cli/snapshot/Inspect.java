package io.curia.cli.snapshot;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.LocalCommand;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.GoErrors;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import io.curia.cli.text.Tabs;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code consul snapshot inspect}. */
public final class Inspect extends LocalCommand {

    private static final int PADDING = 6;

    private final Flag format = flags.text("format", "pretty", "Output as 'pretty' or 'json'.");
    private final Flag details = flags.bool("kvdetails", "Show how much space groups of keys take.");
    private final Flag depth = flags.integer("kvdepth", 2, "How many parts of a key make its group.");
    private final Flag filter = flags.text("kvfilter", "", "Count only keys that begin with this.");

    public Inspect() {
        super("snapshot inspect [options] FILE", "Checks a snapshot's file and shows what it holds.");
    }

    @Override
    protected int call(Environment env, String[] args) throws Failure {
        if (args.length == 0) {
            throw new Failure("Missing FILE argument");
        }
        if (args.length > 1) {
            throw new Failure("Too many arguments (expected 1, got " + args.length + ")");
        }
        if (!format.text().equals("pretty") && !format.text().equals("json")) {
            throw new Failure("Unknown format: " + format.text());
        }
        if (!details.on() && (depth.given() || filter.given())) {
            throw new Failure("You must set the -kvdetails flag to use -kvdepth or -kvfilter");
        }
        StateSizes sizes = new StateSizes((int) depth.number(), filter.text());
        try {
            Map<String, Object> meta = Archive.verify(new File(args[0]), sizes);
            env.console().line(format.text().equals("json") ? json(meta, sizes) : pretty(meta, sizes));
        } catch (FileNotFoundException e) {
            throw new Failure("Error opening snapshot file: " + GoErrors.file(args[0], e));
        } catch (IOException e) {
            throw new Failure("Error extracting snapshot data: " + e.getMessage());
        }
        return 0;
    }

    private String pretty(Map<String, Object> meta, StateSizes sizes) {
        StringBuilder text = new StringBuilder();
        for (String name : new String[] {"ID", "Size", "Index", "Term", "Version"}) {
            text.append(' ').append(name).append('\t').append(Json.text(meta, name)).append('\n');
        }
        text.append('\n').append(table("Type", sizes.types()));
        if (details.on()) {
            text.append("\n\n").append(table("Key Name", sizes.keys()));
        }
        return Tabs.layout(text.toString(), PADDING);
    }

    private static String table(String first, Map<String, StateSizes.Sum> sums) {
        StringBuilder text = new StringBuilder(" " + first + "\tCount\tSize\n ----\t----\t----");
        long total = 0;
        for (Map.Entry<String, StateSizes.Sum> entry : sorted(sums)) {
            total += entry.getValue().bytes();
            text.append("\n ").append(entry.getKey()).append('\t').append(entry.getValue().count()).append('\t')
                .append(size(entry.getValue().bytes()));
        }
        return text.append("\n ----\t----\t----\n Total\t\t").append(size(total)).toString();
    }

    private static List<Map.Entry<String, StateSizes.Sum>> sorted(Map<String, StateSizes.Sum> sums) {
        List<Map.Entry<String, StateSizes.Sum>> list = new ArrayList<>(sums.entrySet());
        list.sort((a, b) -> {
            int order = Long.compare(b.getValue().bytes(), a.getValue().bytes());
            return order != 0 ? order : a.getKey().compareTo(b.getKey());
        });
        return list;
    }

    private String json(Map<String, Object> meta, StateSizes sizes) {
        Map<String, Object> shown = new LinkedHashMap<>();
        Map<String, Object> head = new LinkedHashMap<>();
        for (String name : new String[] {"ID", "Size", "Index", "Term", "Version"}) {
            head.put(name, meta.get(name));
        }
        shown.put("Meta", head);
        shown.put("Stats", list("Name", sizes.types()));
        if (details.on()) {
            shown.put("StatsKV", list("Name", sizes.keys()));
        }
        long total = 0;
        for (StateSizes.Sum sum : sizes.types().values()) {
            total += sum.bytes();
        }
        shown.put("TotalSize", total);
        return JsonText.indented(shown, "   ");
    }

    private static List<Object> list(String first, Map<String, StateSizes.Sum> sums) {
        List<Object> list = new ArrayList<>();
        for (Map.Entry<String, StateSizes.Sum> entry : sorted(sums)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put(first, entry.getKey());
            row.put("Sum", entry.getValue().bytes());
            row.put("Count", entry.getValue().count());
            list.add(row);
        }
        return list;
    }

    /** Bytes as people read them: {@code 912B}, {@code 512.9KB}. */
    static String size(long bytes) {
        String[] units = {"KB", "MB", "GB", "TB"};
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        String text = String.format(Locale.ROOT, "%.1f", value);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + units[unit];
    }
}
