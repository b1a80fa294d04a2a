package io.curia.cli.intention;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.json.Json;
import io.curia.cli.text.Columns;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code consul intention get}. */
public final class IntentionGet extends ApiCommand {

    public IntentionGet() {
        super(ClientFlags.Scope.NAMESPACED, "intention get [options] SOURCE DESTINATION | ID", "Shows an intention.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length != 1 && args.length != 2) {
            throw new Failure("Error: command requires exactly 1 or 2 arguments");
        }
        during("Error reading the intention");
        Map<String, Object> intention = Intention.find(api, args);
        Columns table = new Columns();
        table.row("Source:", Json.text(intention, "SourceName"));
        table.row("Destination:", Json.text(intention, "DestinationName"));
        row(table, "Action:", Json.text(intention, "Action"));
        row(table, "ID:", Json.text(intention, "ID"));
        row(table, "Description:", Json.text(intention, "Description"));
        for (Map.Entry<String, Object> meta : new TreeMap<>(Json.map(intention.get("Meta"))).entrySet()) {
            table.row("Meta[" + meta.getKey() + "]:", String.valueOf(meta.getValue()));
        }
        row(table, "Created At:", date(Json.text(intention, "CreatedAt")));
        api.console().line(table.toString());
        return 0;
    }

    private static void row(Columns table, String label, String value) {
        if (!value.isEmpty()) {
            table.row(label, value);
        }
    }

    /** RFC 850, as this command has always shown it. */
    private static String date(String iso) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(iso);
            return time.getYear() <= 1 ? "" : time.format(DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'UTC'", Locale.ENGLISH));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }
}
