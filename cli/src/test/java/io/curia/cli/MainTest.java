package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final Cli cli = new Cli();

    @Test
    void showsItsCommands() {
        assertThat(cli.run()).isEqualTo(127);
        assertThat(cli.err()).startsWith("Usage: consul [--version] [--help] <command> [<args>]\n\nAvailable commands are:\n    a");
        assertThat(cli.run("nosuch")).isEqualTo(127);
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.out()).contains("\n    members");
        assertThat(cli.run("kv")).isEqualTo(1);
        assertThat(cli.err()).contains("Subcommands:\n").contains("    export    Writes keys as JSON");
        assertThat(cli.run("kv", "nosuch")).isEqualTo(1);
        assertThat(cli.run("kv", "-h")).isZero();
    }

    @Test
    void everyListedCommandHasHelpOfItsOwn() {
        List<String> names = new ArrayList<>();
        collect("", names);
        assertThat(names).hasSizeGreaterThan(40);
        for (String name : names) {
            if (name.equals("agent")) {
                continue;
            }
            List<String> words = new ArrayList<>(List.of(name.split(" ")));
            words.add("-h");
            assertThat(cli.run(words.toArray(new String[0]))).as(name).isZero();
            assertThat(cli.out()).as(name).startsWith("Usage: consul " + name);
        }
    }

    private static void collect(String prefix, List<String> names) {
        for (String child : Catalogue.children(prefix)) {
            names.add(prefix + child);
            collect(prefix + child + " ", names);
        }
    }

    @Test
    void endsOnUnknownFlagsWithTheHelp() {
        assertThat(cli.run("kv", "get", "-consistent", "x")).isEqualTo(1);
        assertThat(cli.err()).startsWith("flag provided but not defined: -consistent\nUsage: consul kv get");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void completesCommandsAndFlags() {
        assertThat(Completion.candidates("consul k")).containsExactly("keygen", "keyring", "kv");
        assertThat(Completion.candidates("consul kv ")).containsExactly("delete", "export", "get", "import", "put");
        assertThat(Completion.candidates("consul operator raft r")).containsExactly("recover", "remove-peer");
        assertThat(Completion.candidates("consul kv get -key")).containsExactly("-keys");
        assertThat(cli.with("COMP_LINE", "consul mem").run()).isZero();
        assertThat(cli.out()).isEqualTo("members\n");
    }

    @Test
    void installsCompletionOnceAndTakesItOutAgain(@TempDir Path home) throws IOException {
        Path bash = Files.writeString(home.resolve(".bashrc"), "alias x=y\n");
        cli.with("HOME", home.toString()).with("PATH", "");
        assertThat(cli.run("-autocomplete-install")).isZero();
        assertThat(bash).hasContent("alias x=y\ncomplete -C consul consul\n");
        assertThat(cli.run("-autocomplete-install")).isEqualTo(1);
        assertThat(cli.run("-autocomplete-uninstall")).isZero();
        assertThat(bash).hasContent("alias x=y\n");
    }

    @Test
    void readsArgumentsAsTheyWereTyped(@TempDir Path folder) throws IOException {
        Path copy = Files.writeString(folder.resolve("cmdline"), "java\0Main\0kv\0get\0\u00e9\0");
        String[] mangled = {"kv", "get", "\ufffd\ufffd"};
        assertThat(Arguments.restored(mangled, copy.toString())).containsExactly("kv", "get", "\u00e9");
        assertThat(Arguments.restored(mangled, folder + "/none")).isSameAs(mangled);
        String[] others = {"kv", "put", "\ufffd"};
        assertThat(Arguments.restored(others, copy.toString())).isSameAs(others);
        String[] plain = {"kv", "get", "x"};
        assertThat(Arguments.asUtf8(plain)).isSameAs(plain);
    }

    @Test
    void saysThatThereIsNoAgent() {
        assertThat(cli.run("agent", "-dev")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("This program was built without an agent\n");
    }
}
