package io.curia.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Answers a shell that runs the program with COMP_LINE to complete a command line: one candidate on each line. */
final class Completion {

    private Completion() {
    }

    static int complete(Environment env) {
        String line = env.variable("COMP_LINE");
        String point = env.variable("COMP_POINT");
        try {
            int at = Integer.parseInt(point);
            if (at >= 0 && at < line.length()) {
                line = line.substring(0, at);
            }
        } catch (NumberFormatException e) {
            // a shell need not say where the cursor is: then it is at the end
            line = env.variable("COMP_LINE");
        }
        for (String candidate : candidates(line)) {
            env.console().line(candidate);
        }
        env.console().flush();
        return 0;
    }

    static List<String> candidates(String line) {
        List<String> words = new ArrayList<>(Arrays.asList(line.stripLeading().split("\\s+")));
        String last = line.isEmpty() || Character.isWhitespace(line.charAt(line.length() - 1)) ? "" : words.remove(words.size() - 1);
        String name = "";
        int used = 1;
        while (used < words.size() && (name.isEmpty() || Commands.isGroup(name))) {
            name = name.isEmpty() ? words.get(used) : name + " " + words.get(used);
            used++;
        }
        List<String> found = new ArrayList<>();
        for (String option : options(name)) {
            if (option.startsWith(last)) {
                found.add(option);
            }
        }
        return found;
    }

    private static List<String> options(String name) {
        if (name.isEmpty() || Commands.isGroup(name)) {
            return Catalogue.children(name.isEmpty() ? "" : name + " ");
        }
        Command command = Commands.create(name);
        return command == null ? List.of() : Arrays.asList(command.flagNames());
    }
}
