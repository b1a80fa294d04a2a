package io.curia.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFieldsTest {
    @TempDir
    private Path temp;

    @Test
    void areThoseThatTheJarsOfAllDirectoriesClaim() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        jar(temp.resolve("a.jar"), "redis, RedisUseTLS");
        jar(other.resolve("b.jar"), "ldap");
        jar(other.resolve("c.jar"), null);
        assertThat(PluginFields.of(List.of(temp, other))).containsExactlyInAnyOrder("redis", "RedisUseTLS", "ldap");
    }

    @Test
    void whatIsNoJarClaimsNothing() throws IOException {
        Files.writeString(temp.resolve("broken.jar"), "not a jar");
        jar(temp.resolve("good.jar"), "redis");
        assertThat(PluginFields.of(List.of(temp, temp.resolve("absent")))).containsExactly("redis");
    }

    private static void jar(Path path, String fields) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (fields != null) {
            manifest.getMainAttributes().putValue(PluginFields.HEADER, fields);
        }
        try (OutputStream out = Files.newOutputStream(path); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }
}
