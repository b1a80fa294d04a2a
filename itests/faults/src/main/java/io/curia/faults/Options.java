package io.curia.faults;

import io.curia.faults.Fault.Kind;
import io.curia.faults.Fault.Means;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What is asked for on the command line.
 *
 * @param home the built program
 * @param kinds empty for all that are possible
 * @param keep whether the folder of a run without findings stays
 */
record Options(Path home, int seconds, long seed, int servers, List<Kind> kinds, boolean keep) {
    static final String USAGE = "usage: FaultRun [-home=distribution/target/curia] [-seconds=60] [-seed=N] [-servers=3|5] "
            + "[-kinds=KILL,PAUSE,...] [-keep]";

    static Options parse(List<String> arguments) {
        Path home = Path.of("distribution/target/curia");
        int seconds = 60;
        long seed = new Random().nextInt(1_000_000);
        int servers = 3;
        List<Kind> kinds = List.of();
        boolean keep = false;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.substring(0, argument.length() - value.length())) {
                case "-home=" -> home = Path.of(value);
                case "-seconds=" -> seconds = Integer.parseInt(value);
                case "-seed=" -> seed = Long.parseLong(value);
                case "-servers=" -> servers = Integer.parseInt(value);
                case "-kinds=" -> kinds = Arrays.stream(value.split(",")).map(Kind::valueOf).toList();
                default -> {
                    if (!argument.equals("-keep")) {
                        throw new IllegalArgumentException(USAGE);
                    }
                    keep = true;
                }
            }
        }
        return new Options(home.toAbsolutePath().normalize(), seconds, seed, servers, kinds, keep);
    }

    /** The same run again. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-home=" + home, "-seconds=" + seconds, "-seed=" + seed, "-servers=" + servers));
        if (!kinds.isEmpty()) {
            arguments.add("-kinds=" + String.join(",", kinds.stream().map(Kind::name).toList()));
        }
        if (keep) {
            arguments.add("-keep");
        }
        return arguments;
    }

    List<Kind> kinds(Set<Means> means) {
        List<Kind> possible = Kind.possible(servers, means);
        return kinds.isEmpty() ? possible : kinds.stream().filter(possible::contains).toList();
    }
}
