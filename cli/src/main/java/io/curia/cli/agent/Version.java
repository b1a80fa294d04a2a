package io.curia.cli.agent;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.LocalCommand;
import io.curia.cli.Release;
import io.curia.cli.flag.Flag;
import io.curia.cli.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code consul version}. */
public final class Version extends LocalCommand {

    private static final int DEFAULT = 2;
    private static final int MIN = 2;
    private static final int MAX = 3;

    private final Flag format = flags.text("format", "pretty", "Output as 'pretty' or 'json'.");

    public Version() {
        super("version [options]", "Shows the release of Consul this program is compatible with, and its own revision.");
    }

    @Override
    protected int call(Environment env, String[] args) throws Failure {
        Release release = Release.read();
        switch (format.text()) {
            case "pretty" -> env.console().line(pretty(release));
            case "json" -> env.console().line(json(release));
            default -> throw new Failure("Unknown format: " + format.text());
        }
        return 0;
    }

    private static String pretty(Release release) {
        return "Consul v" + release.version() + "\n" + (release.revision().isEmpty() ? "" : "Revision " + release.revision() + "\n")
            + "Protocol " + DEFAULT + " spoken by default, understands " + MIN + " to " + MAX
            + " (agent will automatically use protocol >" + DEFAULT + " when speaking to compatible agents)\n";
    }

    private static String json(Release release) {
        int dash = release.version().indexOf('-');
        Map<String, Object> rpc = new LinkedHashMap<>();
        rpc.put("Default", DEFAULT);
        rpc.put("Min", MIN);
        rpc.put("Max", MAX);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("Version", dash < 0 ? release.version() : release.version().substring(0, dash));
        shown.put("Revision", release.revision());
        shown.put("Prerelease", dash < 0 ? "" : release.version().substring(dash + 1));
        shown.put("RPC", rpc);
        return JsonText.indented(shown, "   ");
    }
}
