package io.curia.cli.agent;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.LocalCommand;
import io.curia.cli.flag.Flag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code consul validate}. */
public final class Validate extends LocalCommand {

    private final Flag format = flags.text("config-format", "", "Read every file as 'hcl' or 'json', whatever its name.");
    private final Flag quiet = flags.bool("quiet", "Say nothing if the configuration is valid.");

    public Validate() {
        super("validate [options] FILE_OR_DIRECTORY ...", "Checks whether an agent could start with this configuration.");
    }

    @Override
    protected int call(Environment env, String[] args) throws Failure {
        if (args.length == 0) {
            throw new Failure("Must specify at least one config file or directory");
        }
        if (!format.text().isEmpty() && !format.text().equals("json") && !format.text().equals("hcl")) {
            throw new Failure("-config-format must be either 'hcl' or 'json'");
        }
        List<String> warnings = new ArrayList<>();
        String error = env.files().validate(Arrays.asList(args), format.text(), warnings);
        if (error != null) {
            throw new Failure("Config validation failed: " + error);
        }
        if (!quiet.on()) {
            for (String warning : warnings) {
                env.console().error(warning);
            }
            env.console().line("Configuration is valid!");
        }
        return 0;
    }
}
