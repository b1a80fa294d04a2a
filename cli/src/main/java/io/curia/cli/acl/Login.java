package io.curia.cli.acl;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.GoErrors;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul login}. */
public final class Login extends AclCommand {

    private final Flag method = flags.text("method", "", "Auth method to log in to.");
    private final Flag bearer = flags.text("bearer-token-file", "", "File with the credential.");
    private final Flag sink = flags.text("token-sink-file", "", "File to write the token to.");
    private final Flag meta = flags.map("meta", "Metadata of the token; may be given more than once.");
    private final Flag type = flags.text("type", "", "Type of the auth method.");

    public Login() {
        super("login [options]", "Exchanges a foreign credential for a token of our own, and writes it to a file.", false);
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        for (Flag needed : new Flag[] {method, sink, bearer}) {
            if (needed.text().isEmpty()) {
                throw new Failure("Missing required '-" + needed.name() + "' flag");
            }
        }
        String credential;
        try {
            credential = Files.readString(Path.of(bearer.text())).trim();
        } catch (IOException e) {
            throw new Failure(GoErrors.file(bearer.text(), e));
        }
        if (credential.isEmpty()) {
            throw new Failure("No bearer token found in " + bearer.text());
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("AuthMethod", method.text());
        request.put("BearerToken", credential);
        request.put("Meta", meta.map());
        during("Error logging in");
        Map<String, Object> token = Json.map(api.exchange("POST", "/v1/acl/login", api.writeQuery(), request));
        during("Error writing token to file sink");
        Path file = Path.of(sink.text());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Json.text(token, "SecretID"));
        return 0;
    }
}
