package io.curia.cli.agent;

import io.curia.cli.Failure;
import io.curia.cli.api.Api;
import io.curia.cli.api.ApiCommand;
import io.curia.cli.api.ClientFlags;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Answer;
import io.curia.cli.http.Call;
import io.curia.cli.http.Query;
import io.curia.cli.process.Interrupt;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** {@code consul monitor}. */
public final class Monitor extends ApiCommand {

    private static final int CHUNK = 8192;

    private final Flag json = flags.bool("log-json", "Lines as JSON objects.");
    private final Flag level = flags.text("log-level", "INFO", "Show messages of this level and graver ones.");

    public Monitor() {
        super(ClientFlags.Scope.AGENT, "monitor [options]", "Shows the agent's log messages as they arise, until interrupted.");
    }

    @Override
    @SuppressWarnings("try")
    protected int call(Api api, String[] args) throws Failure, IOException {
        during("Error starting monitor");
        Query query = new Query().set("loglevel", level.text());
        if (json.on()) {
            query.set("logjson", "true");
        }
        Call call = new Call();
        try (Interrupt interrupt = Interrupt.cutting(call); Answer answer = api.open("/v1/agent/monitor", query, call)) {
            show(api, answer);
        } catch (IOException e) {
            if (!call.isCut()) {
                throw e;
            }
        }
        return 0;
    }

    private static void show(Api api, Answer answer) throws IOException {
        InputStream in = answer.stream();
        byte[] buffer = new byte[CHUNK];
        int count = in.read(buffer);
        while (count >= 0) {
            api.console().bytes(Arrays.copyOf(buffer, count));
            api.console().flush();
            count = in.read(buffer);
        }
        api.console().line("\nRemote side ended the monitor! This usually means that the\nremote side has exited or crashed.");
    }
}
