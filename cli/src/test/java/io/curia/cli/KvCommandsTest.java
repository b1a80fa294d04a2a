package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvCommandsTest {

    private final FakeStore store = new FakeStore();
    private FakeAgent agent;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent(store);
        cli = Cli.on(agent);
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
    }

    @Test
    void writesAndShowsAValue() {
        assertThat(cli.run("kv", "put", "-flags=42", "a/b", "one")).isZero();
        assertThat(cli.out()).isEqualTo("Success! Data written to: a/b\n");
        assertThat(agent.last().target()).isEqualTo("/v1/kv/a/b?flags=42");
        assertThat(cli.run("kv", "get", "/a/b")).isZero();
        assertThat(cli.out()).isEqualTo("one\n");
    }

    @Test
    void showsBytesAsTheyAre() {
        byte[] value = {(byte) 0x9e, (byte) 0x8b, 0, 10};
        assertThat(cli.run("kv", "put", "-base64", "b", Base64.getEncoder().encodeToString(value))).isZero();
        assertThat(cli.run("kv", "get", "b")).isZero();
        assertThat(cli.bytes()).containsExactly(0x9e, 0x8b, 0, 10, 10);
        assertThat(cli.run("kv", "get", "-base64", "b")).isZero();
        assertThat(cli.out()).isEqualTo("nosACg==\n");
    }

    @Test
    void writesWhatCouldBeDecodedOfBrokenBase64() {
        assertThat(cli.run("kv", "put", "-base64", "b", "notbase64!")).isZero();
        assertThat(cli.err()).isEqualTo("Error! Cannot base 64 decode data: illegal base64 data at input byte 9\n");
        assertThat(store.key("b").get("Value")).isEqualTo("notbase6");
    }

    @Test
    void showsDetailsInAColumnOfSeventeen() {
        store.put("k", "v", "", "3");
        assertThat(cli.run("kv", "get", "-detailed", "k")).isZero();
        assertThat(cli.out()).isEqualTo("CreateIndex      11\nFlags            3\nKey              k\nLockIndex        0\n"
            + "ModifyIndex      11\nSession          -\nValue            v\n");
    }

    @Test
    void separatesDetailedKeysByABlankLine() {
        store.put("k1", "v", "", "0");
        store.put("k2", "", "", "0");
        assertThat(cli.run("kv", "get", "-recurse", "-detailed", "k")).isZero();
        assertThat(cli.out()).contains("Value            v\n\nCreateIndex").endsWith("Value            \n");
        assertThat(cli.run("kv", "get", "-recurse")).isZero();
        assertThat(cli.out()).isEqualTo("k1:v\nk2:\n");
    }

    @Test
    void failsOnAMissingKeyAndIsSilentOnAMissingPrefix() {
        assertThat(cli.run("kv", "get", "none")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error! No key exists at: none\n");
        assertThat(cli.run("kv", "get", "-recurse", "none")).isZero();
        assertThat(cli.out() + cli.err()).isEmpty();
    }

    @Test
    void saysWhyACheckAndSetFailed() {
        store.put("k", "v", "", "0");
        assertThat(cli.run("kv", "put", "-cas", "k", "w")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error! Did not write to k: CAS performed with index=0 and key already exists.\n");
        assertThat(cli.run("kv", "put", "-cas", "-modify-index=5", "k", "w")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error! Did not write to k: CAS failed\n");
        assertThat(cli.run("kv", "put", "-cas", "-modify-index=11", "k", "w")).isZero();
    }

    @Test
    void readsValuesFromInputAndFiles(@TempDir Path folder) throws IOException {
        assertThat(cli.input("from stdin\n").run("kv", "put", "s", "-")).isZero();
        assertThat(agent.last().text()).isEqualTo("from stdin\n");
        Path file = Files.writeString(folder.resolve("v.txt"), "from file");
        assertThat(cli.run("kv", "put", "s", "@" + file)).isZero();
        assertThat(agent.last().text()).isEqualTo("from file");
        assertThat(cli.run("kv", "put", "s", "@" + folder + "/none")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error! Failed to read file: open " + folder + "/none: no such file or directory\n");
    }

    @Test
    void refusesImpossibleArguments() {
        assertThat(cli.run("kv", "put", "a", "b", "c")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error! Too many arguments (expected 1 or 2, got 3)\n");
        assertThat(cli.run("kv", "put", "/lead", "x")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error! Failed writing data: Invalid key. Key must not begin with a '/': /lead\n");
        assertThat(cli.run("kv", "put", "-acquire", "x", "y")).isEqualTo(1);
        assertThat(cli.err()).contains("Missing -session");
        assertThat(cli.run("kv", "delete", "-cas", "x")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Cannot delete a key that does not exist. Provide a -modify-index greater than than 0.\n");
        assertThat(cli.run("kv", "put", "-flags=abc", "x", "y")).isEqualTo(1);
        assertThat(cli.err()).startsWith("invalid value \"abc\" for flag -flags: parse error\nUsage: consul kv put");
        assertThat(agent.requests()).isEmpty();
    }

    @Test
    void exportsWithTabsAndImportsAgain() {
        store.put("e/a", "A<", "", "3");
        store.put("e/b", "", "", "0");
        assertThat(cli.run("kv", "export", "e/")).isZero();
        String exported = cli.out();
        assertThat(exported).startsWith("[\n\t{\n\t\t\"key\": \"e/a\",\n\t\t\"flags\": 3,\n\t\t\"value\": \"QTw=\"\n\t},\n");
        assertThat(cli.input(exported).run("kv", "import", "-prefix=copy", "-")).isZero();
        assertThat(cli.out()).isEqualTo("Imported: copy/e/a\nImported: copy/e/b\n");
        assertThat(store.key("copy/e/a").get("Value")).isEqualTo("QTw=");
        assertThat(cli.run("kv", "export", "none/")).isZero();
        assertThat(cli.out()).isEqualTo("[]\n");
    }

    @Test
    void importsNothingOfABrokenDocument() {
        assertThat(cli.run("kv", "import", "[{key:\"x\"}]")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Cannot unmarshal data: invalid character 'k' looking for beginning of object key string\n");
        assertThat(cli.run("kv", "import", "[{\"key\":\"ok\",\"value\":\"\"},{\"key\":\"z\",\"value\":\"!\"}]")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error base 64 decoding value for key z: illegal base64 data at input byte 0\n");
        assertThat(store.names()).isEmpty();
    }

    @Test
    void deletesByKeyAndByPrefix() {
        store.put("d/a", "", "", "0");
        store.put("d/b", "", "", "0");
        assertThat(cli.run("kv", "delete", "d/a")).isZero();
        assertThat(cli.out()).isEqualTo("Success! Deleted key: d/a\n");
        assertThat(cli.run("kv", "delete", "-recurse", "d")).isZero();
        assertThat(cli.out()).isEqualTo("Success! Deleted keys with prefix: d\n");
        assertThat(store.names()).isEmpty();
    }
}
