package io.curia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.op.CuriaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

class DirectoryTest {
    @TempDir
    private Path temp;
    private Path plugins;
    private Framework framework;
    private Directory directory;

    @BeforeEach
    void startFramework() throws BundleException, IOException {
        plugins = Files.createDirectories(temp.resolve("plugins"));
        Map<String, String> properties = new HashMap<>();
        properties.put("org.osgi.framework.storage", temp.resolve("osgi").toString());
        properties.put("org.osgi.framework.bsnversion", "multiple");
        properties.put("felix.log.level", "0");
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        directory = new Directory(framework.getBundleContext(), List.of(plugins, temp.resolve("absent")), temp.resolve("copies"));
    }

    @AfterEach
    void stopFramework() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(5_000);
    }

    @Test
    void startsWhatIsThereAtFirstAndAddedLater() throws IOException {
        jar("a.jar", "a", "1.0.0", Map.of());
        assertThat(directory.rescan()).containsExactly("started a 1.0.0");
        jar("b.jar", "b", "1.0.0", Map.of());
        assertThat(directory.rescan()).containsExactly("started b 1.0.0");
        assertThat(active()).containsExactly("a 1.0.0", "b 1.0.0");
        assertThat(directory.rescan()).isEmpty();
    }

    @Test
    void aBadJarDoesNotKeepOthersFromStartingAtFirst() throws IOException {
        jar("a.jar", "a", "1.0.0", Map.of("Import-Package", "not.there"));
        jar("b.jar", "b", "1.0.0", Map.of());
        assertThat(directory.rescan()).containsExactly("started b 1.0.0");
    }

    @Test
    void updatesAChangedJar() throws IOException {
        jar("a.jar", "a", "1.0.0", Map.of());
        directory.rescan();
        jar("a.jar", "a", "1.1.0", Map.of());
        assertThat(directory.rescan()).containsExactly("updated a 1.1.0");
        assertThat(active()).containsExactly("a 1.1.0");
        assertThat(copies()).hasSize(1);
    }

    @Test
    void updatesAJarThatChangedWithoutANewVersion() throws IOException {
        jar("a.jar", "a", "1.0.0", Map.of());
        directory.rescan();
        jar("a.jar", "a", "1.0.0", Map.of("X-Changed", "yes"));
        assertThat(directory.rescan()).containsExactly("updated a 1.0.0");
        assertThat(active()).containsExactly("a 1.0.0");
    }

    @Test
    void aJarOfAnotherNameSucceedsTheOneThatWasRemoved() throws IOException {
        Path old = jar("a-1.jar", "a", "1.0.0", Map.of());
        directory.rescan();
        Files.delete(old);
        jar("a-2.jar", "a", "2.0.0", Map.of());
        assertThat(directory.rescan()).containsExactly("updated a 2.0.0");
        assertThat(active()).containsExactly("a 2.0.0");
    }

    @Test
    void stopsWhatIsRemoved() throws IOException {
        Path jar = jar("a.jar", "a", "1.0.0", Map.of());
        directory.rescan();
        Files.delete(jar);
        assertThat(directory.rescan()).containsExactly("stopped a 1.0.0");
        assertThat(active()).isEmpty();
        assertThat(copies()).isEmpty();
    }

    @Test
    void aJarThatDoesNotResolveChangesNothing() throws IOException {
        jar("a.jar", "a", "1.0.0", Map.of());
        directory.rescan();
        jar("a.jar", "a", "2.0.0", Map.of("Import-Package", "not.there"));
        jar("b.jar", "b", "1.0.0", Map.of());
        refused("a does not resolve: nothing provides package (osgi.wiring.package=not.there)");
        assertThat(active()).containsExactly("a 1.0.0");
        assertThat(copies()).hasSize(1);
    }

    @Test
    void aJarThatDoesNotStartChangesNothing() throws IOException {
        jar("a.jar", "a", "1.0.0", Map.of());
        directory.rescan();
        jar("a.jar", "a", "2.0.0", Map.of());
        jar("b.jar", "b", "1.0.0", Map.of("Bundle-Activator", "not.There"));
        assertThatThrownBy(directory::rescan).isInstanceOf(CuriaException.class).hasMessageContaining("b does not start");
        assertThat(active()).containsExactly("a 1.0.0");
        Files.delete(plugins.resolve("b.jar"));
        assertThat(directory.rescan()).containsExactly("updated a 2.0.0");
    }

    @Test
    void aFileThatIsNoBundleChangesNothing() throws IOException {
        directory.rescan();
        jar("plain.jar", null, "1.0.0", Map.of());
        refused("plain.jar is not a bundle: its manifest has no Bundle-SymbolicName");
        Files.delete(plugins.resolve("plain.jar"));
        Files.writeString(plugins.resolve("broken.jar"), "not a zip");
        assertThatThrownBy(directory::rescan).hasMessageContaining("broken.jar cannot be read");
        assertThat(active()).isEmpty();
        assertThat(copies()).isEmpty();
    }

    @Test
    void replacesAShippedBundleAndBringsItBack() throws IOException, BundleException {
        shipped("s", Map.of());
        directory.rescan();
        Path jar = jar("s.jar", "s", "2.0.0", Map.of());
        assertThat(directory.rescan()).containsExactly("replaced the shipped bundle by s 2.0.0");
        assertThat(active()).containsExactly("s 2.0.0");
        Files.delete(jar);
        assertThat(directory.rescan()).containsExactly("restored s 1.0.0");
        assertThat(active()).containsExactly("s 1.0.0");
    }

    @Test
    void aShippedBundleWhoseClassesOthersUseStays() throws IOException, BundleException {
        shipped("s", Map.of("Export-Package", "s.api"));
        directory.rescan();
        jar("s.jar", "s", "2.0.0", Map.of());
        refused("s.jar cannot replace s while the agent runs: other bundles use its classes");
        assertThat(active()).containsExactly("s 1.0.0");
    }

    @Test
    void twoJarsOfOneNameAreRefused() throws IOException {
        jar("a.jar", "a", "1.0.0", Map.of());
        directory.rescan();
        jar("b.jar", "a", "2.0.0", Map.of());
        refused("b.jar cannot be used: a.jar has the symbolic name a already");
    }

    private void refused(String message) {
        assertThatThrownBy(directory::rescan).isInstanceOf(CuriaException.class).hasMessage(message);
    }

    private void shipped(String name, Map<String, String> headers) throws IOException, BundleException {
        Path jar = write(temp.resolve(name + "-shipped.jar"), name, "1.0.0", headers);
        framework.getBundleContext().installBundle(jar.toUri().toString()).start();
    }

    private Path jar(String file, String name, String version, Map<String, String> headers) throws IOException {
        return write(plugins.resolve(file), name, version, headers);
    }

    private static Path write(Path jar, String name, String version, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        if (name != null) {
            main.putValue("Bundle-SymbolicName", name + ";x:=y");
        }
        main.putValue("Bundle-Version", version);
        headers.forEach(main::putValue);
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out, manifest)) {
            zip.flush();
        }
        return jar;
    }

    private List<String> active() {
        return Stream.of(framework.getBundleContext().getBundles())
            .filter(bundle -> bundle.getBundleId() != 0 && bundle.getState() == Bundle.ACTIVE)
            .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion()).sorted().toList();
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("copies"))) {
            return files.toList();
        }
    }
}
