package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.cli.text.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCommandsTest {

    private static final String META = "{\"Version\":1,\"ID\":\"2-12-1600000000000\",\"Index\":12,\"Term\":2,\"Size\":30}";

    @TempDir
    Path folder;

    /** A header, one registration and two keys, in msgpack. */
    private static byte[] state() {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        state.writeBytes(new byte[] {(byte) 0x81, (byte) 0xa9});
        state.writeBytes("LastIndex".getBytes(StandardCharsets.US_ASCII));
        state.write(12);
        state.write(0);
        state.writeBytes(new byte[] {(byte) 0x81, (byte) 0xa1, 'N', (byte) 0xcd, 1, 2});
        for (String key : new String[] {"a/b/c", "a/b/d"}) {
            state.write(2);
            state.writeBytes(new byte[] {(byte) 0x82, (byte) 0xa5});
            state.writeBytes("Value".getBytes(StandardCharsets.US_ASCII));
            state.writeBytes(new byte[] {(byte) 0xc4, 1, 'v', (byte) 0xa3, 'K', 'e', 'y', (byte) (0xa0 + key.length())});
            state.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
        }
        return state.toByteArray();
    }

    private static byte[] archive(byte[] state, byte[] summed) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            TarWriter tar = new TarWriter(gzip, 0);
            tar.file("meta.json", META.getBytes(StandardCharsets.UTF_8));
            tar.file("state.bin", state);
            tar.file("SHA256SUMS", (sum(META.getBytes(StandardCharsets.UTF_8)) + "  meta.json\n" + sum(summed) + "  state.bin\n")
                .getBytes(StandardCharsets.UTF_8));
            tar.end();
        }
        return out.toByteArray();
    }

    private static String sum(byte[] data) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    }

    @Test
    void savesVerifiesAndRestores() throws Exception {
        byte[] archive = archive(state(), state());
        try (FakeAgent agent = new FakeAgent(request -> new FakeAgent.Reply(200, Map.of(), archive, request.method().equals("GET")))) {
            Cli cli = Cli.on(agent);
            Path file = folder.resolve("x.snap");
            assertThat(cli.run("snapshot", "save", "-stale", file.toString())).isZero();
            assertThat(cli.out()).isEqualTo("Saved and verified snapshot to index 12\n");
            assertThat(Files.readAllBytes(file)).isEqualTo(archive);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(folder.resolve("x.snap.unverified")).doesNotExist();
            assertThat(agent.last().target()).isEqualTo("/v1/snapshot?stale=");
            assertThat(cli.run("snapshot", "restore", file.toString())).isZero();
            assertThat(cli.out()).isEqualTo("Restored snapshot\n");
            assertThat(agent.last().body()).isEqualTo(archive);
        }
    }

    @Test
    void doesNotTrustADamagedArchive() throws Exception {
        byte[] archive = archive(state(), new byte[1]);
        try (FakeAgent agent = new FakeAgent(request -> new FakeAgent.Reply(200, Map.of(), archive, false))) {
            Cli cli = Cli.on(agent);
            assertThat(cli.run("snapshot", "save", folder.resolve("y").toString())).isEqualTo(1);
            assertThat(cli.err()).contains("hash check failed for \"state.bin\"");
            assertThat(folder.resolve("y")).doesNotExist();
        }
    }

    @Test
    void showsWhatASnapshotHolds() throws Exception {
        Path file = Files.write(folder.resolve("z.snap"), archive(state(), state()));
        Cli cli = new Cli();
        assertThat(cli.run("snapshot", "inspect", file.toString())).isZero();
        assertThat(cli.out()).startsWith(" ID           2-12-1600000000000\n Size         30\n Index        12\n Term         2\n Version  "
            + "    1\n\n")
            .contains("\n Type          Count      Size\n").contains("\n KVS           2          42B\n").contains("\n Register      1     "
                + "     7B\n")
            .contains("\n Total                    49B\n");
        assertThat(cli.run("snapshot", "inspect", "-kvdetails", file.toString())).isZero();
        assertThat(cli.out()).contains("\n a/b           2          42B\n");
        assertThat(cli.run("snapshot", "inspect", "-format=json", file.toString())).isZero();
        assertThat(cli.out()).contains("\"TotalSize\": 49");
    }

    @Test
    void passesOverBigValuesWithoutLosingTheChecksum() throws Exception {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        state.writeBytes(new byte[] {(byte) 0x80, 2, (byte) 0x82, (byte) 0xa5, 'V', 'a', 'l', 'u', 'e', (byte) 0xc6, 0, 4, 0, 0});
        state.writeBytes(new byte[1 << 18]);
        state.writeBytes(new byte[] {(byte) 0xa3, 'K', 'e', 'y', (byte) 0xa1, 'k'});
        Path file = Files.write(folder.resolve("big.snap"), archive(state.toByteArray(), state.toByteArray()));
        Cli cli = new Cli();
        assertThat(cli.run("snapshot", "inspect", file.toString())).as(cli.err()).isZero();
        assertThat(cli.out()).contains("\n KVS        1          256KB\n");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Cli cli = new Cli();
        assertThat(cli.run("snapshot", "inspect", folder + "/none")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error opening snapshot file: open " + folder + "/none: no such file or directory\n");
        Path file = Files.writeString(folder.resolve("bad"), "no archive at all");
        assertThat(cli.run("snapshot", "inspect", file.toString())).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error extracting snapshot data: failed to decompress snapshot: gzip: invalid header\n");
        assertThat(cli.run("snapshot", "inspect")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Missing FILE argument\n");
    }
}
