package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles are added, replaced and removed while requests go on. */
class SwapIT {
    @TempDir
    private Path work;

    @Test
    void requestsGoOnWhileAPlugInComesChangesAndGoes() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady();
                Load load = new Load(agent)) {
            Path plugin = work.resolve("plugins/a.jar");
            plugin(plugin, "1.0.0");
            reload(agent);
            assertThat(bundles(agent)).contains("example.plugin", "1.0.0");
            plugin(plugin, "1.1.0");
            reload(agent);
            assertThat(bundles(agent)).contains("1.1.0");
            Files.delete(plugin);
            reload(agent);
            assertThat(bundles(agent)).doesNotContain("example.plugin");
            assertThat(load.end()).isEmpty();
            assertThat(load.answered()).isPositive();
        }
    }

    @Test
    void aJarThatIsNoBundleIsRefusedAndChangesNothing() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady()) {
            Files.writeString(work.resolve("plugins/broken.jar"), "not a jar");
            HttpResponse<String> refused = agent.put("/v1/agent/reload", "");
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).contains("broken.jar cannot be read");
            assertThat(agent.get("/v1/status/leader").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsGoOnWhileTheShippedDnsAndACheckTypeAreReplaced() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady();
                Load load = new Load(agent)) {
            for (String name : new String[] {"io.curia.dns", "io.curia.checks.ttl"}) {
                replace(name);
                reload(agent);
                assertThat(bundles(agent)).contains("9.9.9");
                Files.delete(work.resolve("bundles").resolve(name + ".jar"));
                reload(agent);
                assertThat(bundles(agent)).doesNotContain("9.9.9");
            }
            assertThat(load.end()).isEmpty();
            assertThat(agent.log()).doesNotContain("is waiting for");
        }
    }

    private static void reload(AgentProcess agent) throws IOException, InterruptedException {
        HttpResponse<String> answer = agent.put("/v1/agent/reload", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String bundles(AgentProcess agent) throws IOException, InterruptedException {
        return agent.get("/v1/agent/bundles").body();
    }

    /** The shipped bundle with another version, as an operator would drop it in. */
    private void replace(String symbolicName) throws IOException {
        Path shipped = Distribution.bundles("dev").stream().filter(entry -> entry.symbolicName().equals(symbolicName))
            .findFirst().orElseThrow().jar();
        Path built = work.resolve("built.jar");
        try (JarFile jar = new JarFile(shipped.toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", "9.9.9");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(built), manifest)) {
                copy(jar, out);
            }
        }
        Files.move(built, work.resolve("bundles").resolve(symbolicName + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(JarFile jar, JarOutputStream out) throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements();) {
            JarEntry entry = entries.nextElement();
            if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                out.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
    }

    private static void plugin(Path jar, String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "example.plugin");
        main.putValue("Bundle-Version", version);
        main.putValue("Import-Package", "io.curia.api.check");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out, manifest)) {
            zip.flush();
        }
    }

    /** Requests one after another until it is ended; keeps the first that was not answered well. */
    private static final class Load implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicReference<String> failure = new AtomicReference<>("");
        private final Thread thread;

        Load(AgentProcess agent) {
            thread = new Thread(() -> run(agent), "load");
            thread.start();
        }

        private void run(AgentProcess agent) {
            while (!ended.get()) {
                try {
                    HttpResponse<String> answer = agent.get("/v1/status/leader");
                    if (answer.statusCode() != 200) {
                        failure.compareAndSet("", answer.statusCode() + " " + answer.body());
                    }
                    answered.incrementAndGet();
                } catch (IOException e) {
                    failure.compareAndSet("", e.toString());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        /** What went wrong, "" for nothing. */
        String end() throws InterruptedException {
            ended.set(true);
            thread.join(20_000);
            return failure.get();
        }

        int answered() {
            return answered.get();
        }

        @Override
        public void close() throws InterruptedException {
            end();
        }
    }
}
