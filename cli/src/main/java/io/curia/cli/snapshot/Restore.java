package io.curia.cli.snapshot;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.http.GoErrors;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** {@code consul snapshot restore}. */
public final class Restore extends ApiCommand {

    public Restore() {
        super(ClientFlags.Scope.SERVER, "snapshot restore [options] FILE", "Replaces the servers' whole state by that of a file.");
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
        during("Error restoring snapshot");
        try (InputStream in = new FileInputStream(file)) {
            api.upload("PUT", "/v1/snapshot", api.writeQuery(), in, file.length()).close();
        } catch (FileNotFoundException e) {
            throw new Failure("Error opening snapshot file: " + GoErrors.file(args[0], e));
        }
        api.console().line("Restored snapshot");
        return 0;
    }
}
