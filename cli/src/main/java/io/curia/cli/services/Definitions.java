package io.curia.cli.services;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Service definitions of the files on a command line. */
final class Definitions {

    private Definitions() {
    }

    static List<Definition> read(Environment env, String[] files) throws Failure {
        List<Definition> definitions = new ArrayList<>();
        for (String file : files) {
            try {
                for (Map<String, Object> values : env.files().services(file)) {
                    definitions.add(new Definition(values));
                }
            } catch (RuntimeException e) {
                throw new Failure("Error: " + e.getMessage());
            }
        }
        return definitions;
    }
}
