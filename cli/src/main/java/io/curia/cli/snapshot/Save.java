package io.curia.cli.snapshot;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.Answer;
import io.curia.cli.http.GoErrors;
import io.curia.cli.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** {@code consul snapshot save}. */
public final class Save extends ApiCommand {

    public Save() {
        super(ClientFlags.Scope.SERVER, "snapshot save [options] FILE",
            "Writes the servers' whole state to a file, for 'consul snapshot restore'. It contains secrets.");
    }

    @Override
    protected int call(Api api, String[] args) throws Failure, IOException {
        if (args.length == 0) {
            throw new Failure("Missing FILE argument");
        }
        if (args.length > 1) {
            throw new Failure("Too many arguments (expected 1, got " + args.length + ")");
        }
        File file = new File(args[0]);
        File unverified = new File(args[0] + ".unverified");
        during("Error saving snapshot");
        try (Answer answer = api.open("/v1/snapshot", api.query(), null)) {
            during("Error writing snapshot file");
            store(answer.stream(), unverified.toPath());
        }
        during("Error verifying snapshot file");
        Map<String, Object> meta = Archive.verify(unverified, state -> state.transferTo(OutputStream.nullOutputStream()));
        during("Error renaming \"" + unverified + "\" to \"" + file + "\"");
        Files.move(unverified.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        api.console().line("Saved and verified snapshot to index " + Json.text(meta, "Index"));
        return 0;
    }

    private static void store(InputStream from, Path to) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(to, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            from.transferTo(Channels.newOutputStream(channel));
        } catch (java.nio.file.FileSystemException e) {
            throw new IOException(GoErrors.file(to.toString(), e));
        }
    }
}
