package io.curia.cli.kv;

import io.curia.cli.Failure;
import io.curia.cli.Input;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.text.GoBase64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code consul kv import}. */
public final class KvImport extends ApiCommand {

    private record Entry(String key, String flags, byte[] value) {
    }

    private final Flag prefix = flags.text("prefix", "", "Put this before every key.");

    public KvImport() {
        super(ClientFlags.Scope.NAMESPACED, "kv import [options] DATA",
            "Writes the keys of a JSON document as made by 'consul kv export'. DATA is the document, @file, or - for standard input.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length == 0) {
            throw new Failure("Error! Missing DATA argument");
        }
        if (args.length > 1) {
            throw new Failure("Too many arguments (expected 1, got " + args.length + ")");
        }
        byte[] data;
        try {
            data = Input.read(api.env(), args[0]);
        } catch (IOException e) {
            throw new Failure("Error! " + e.getMessage());
        }
        for (Entry entry : entries(data)) {
            during("Error! Failed writing data for key " + entry.key());
            Query query = api.writeQuery();
            if (!entry.flags().equals("0")) {
                query.set("flags", entry.flags());
            }
            api.yes("PUT", KvKey.path(entry.key()), query, entry.value());
            api.console().line("Imported: " + entry.key());
        }
        return 0;
    }

    private List<Entry> entries(byte[] data) throws Failure {
        List<Entry> entries = new ArrayList<>();
        try {
            Object parsed = Json.parse(data);
            if (!(parsed instanceof List)) {
                throw new IOException("a list of keys was expected");
            }
            for (Object element : (List<?>) parsed) {
                entries.add(entry(Json.map(element)));
            }
        } catch (IOException e) {
            throw new Failure("Cannot unmarshal data: " + e.getMessage());
        }
        return entries;
    }

    private Entry entry(Map<String, Object> pair) throws Failure {
        String key = Json.text(pair, "key");
        GoBase64 value = GoBase64.decode(Json.text(pair, "value"));
        if (value.error() != null) {
            throw new Failure("Error base 64 decoding value for key " + key + ": " + value.error());
        }
        Object number = pair.get("flags");
        return new Entry(prefixed(key), number instanceof Number ? number.toString() : "0", value.bytes());
    }

    private String prefixed(String key) {
        String before = KvKey.stripped(prefix.text());
        return before.isEmpty() ? key : before.endsWith("/") ? before + key : before + "/" + key;
    }
}
