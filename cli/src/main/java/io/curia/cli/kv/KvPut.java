package io.curia.cli.kv;

import io.curia.cli.Failure;
import io.curia.cli.Input;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Query;
import io.curia.cli.text.GoBase64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code consul kv put}. */
public final class KvPut extends ApiCommand {

    private static final byte[] NOTHING = new byte[0];

    private final Flag acquire = flags.bool("acquire", "Take the lock on the key for -session while writing.");
    private final Flag base64 = flags.bool("base64", "DATA is in base64; store what it stands for.");
    private final Flag cas = flags.bool("cas", "Write only if the key's ModifyIndex is still -modify-index.");
    private final Flag number = flags.unsigned("flags", "Number to keep beside the value.");
    private final Flag index = flags.unsigned("modify-index", "What -cas compares with; 0 means that the key must not exist.");
    private final Flag release = flags.bool("release", "Give back the lock that -session holds on the key.");
    private final Flag session = flags.text("session", "", "Session for -acquire and -release.");

    public KvPut() {
        super(ClientFlags.Scope.NAMESPACED, "kv put [options] KEY [DATA]",
            "Writes a key. DATA is the value, @file for a file's content, - for standard input, or nothing for an empty value.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length == 0 || args[0].isEmpty()) {
            throw new Failure("Error! Missing KEY argument");
        }
        if (args.length > 2) {
            throw new Failure("Error! Too many arguments (expected 1 or 2, got " + args.length + ")");
        }
        during("Error!");
        byte[] value = value(api, args);
        if ((acquire.on() || release.on()) && session.text().isEmpty()) {
            throw new Failure("Error! Missing -session (required with -acquire and -release)");
        }
        String key = args[0];
        during("Error! Failed writing data");
        if (key.startsWith("/")) {
            throw new IOException("Invalid key. Key must not begin with a '/': " + key);
        }
        write(api, key, value);
        return 0;
    }

    private byte[] value(Api api, String[] args) throws Failure {
        byte[] value;
        try {
            value = args.length < 2 ? NOTHING : Input.read(api.env(), args[1]);
        } catch (IOException e) {
            throw new Failure("Error! " + e.getMessage());
        }
        if (!base64.on()) {
            return value;
        }
        GoBase64 decoded = GoBase64.decode(new String(value, StandardCharsets.ISO_8859_1));
        if (decoded.error() != null) {
            // scripts see the complaint and still get their write, as they always did
            api.console().error("Error! Cannot base 64 decode data: " + decoded.error());
        }
        return decoded.bytes();
    }

    private void write(Api api, String key, byte[] value) throws Failure, IOException {
        Query query = api.writeQuery();
        if (!number.unsigned().equals("0")) {
            query.set("flags", number.unsigned());
        }
        if (cas.on()) {
            query.set("cas", index.unsigned());
        } else if (acquire.on()) {
            query.set("acquire", session.text());
        } else if (release.on()) {
            query.set("release", session.text());
        }
        boolean done = api.yes("PUT", KvKey.path(key), query, value);
        if (cas.on()) {
            outcome(api, done, "Data written to: " + key, "Did not write to " + key + ": "
                + (index.unsigned().equals("0") ? "CAS performed with index=0 and key already exists." : "CAS failed"));
        } else if (acquire.on()) {
            outcome(api, done, "Lock acquired on: " + key, "Did not acquire lock");
        } else if (release.on()) {
            outcome(api, done, "Lock released on: " + key, "Did not release lock");
        } else {
            api.console().line("Success! Data written to: " + key);
        }
    }

    private static void outcome(Api api, boolean done, String success, String failure) throws Failure {
        if (!done) {
            throw new Failure("Error! " + failure);
        }
        api.console().line("Success! " + success);
    }
}
