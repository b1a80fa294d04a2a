package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles are added, replaced and removed while requests go on. */
class SwapIT {
    private static final int CONNECTIONS = 4;

    @TempDir
    private Path work;

    @Test
    void requestsGoOnWhileAPlugInComesChangesGoesAndComesBack() throws Exception {
        ExamplePlugin example = new ExamplePlugin(Files.createDirectories(work.resolve("build")));
        try (TinyRedis redis = new TinyRedis();
                AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady();
                KeepAliveLoad load = new KeepAliveLoad(agent, CONNECTIONS)) {
            Path jar = work.resolve("plugins/check-redis.jar");
            String check = "{\"Name\": \"cache\", \"redis\": \"" + redis.address() + "\", \"Interval\": \"200ms\", "
                + "\"Timeout\": \"1s\"}";
            assertThat(agent.put("/v1/agent/check/register", check).statusCode()).as("without the plug-in").isEqualTo(400);
            example.build(jar, "1.0.0", "PONG");
            reload(agent);
            HttpResponse<String> registered = agent.put("/v1/agent/check/register", check);
            assertThat(registered.statusCode()).as(registered.body()).isEqualTo(200);
            awaitCheck(agent, "passing", ": PONG");
            example.build(jar, "1.1.0", "ANOTHER PONG");
            reload(agent);
            awaitCheck(agent, "passing", ": ANOTHER PONG");
            assertThat(bundles(agent)).contains("1.1.0");
            Files.delete(jar);
            reload(agent);
            awaitCheck(agent, "critical", "redis");
            example.build(jar, "1.2.0", "BACK AGAIN");
            reload(agent);
            awaitCheck(agent, "passing", ": BACK AGAIN");
            assertThat(load.end()).isEmpty();
            assertThat(load.answered()).isGreaterThan(CONNECTIONS);
            assertThat(load.announced() + load.closed() + load.refused()).as("connections that did not last").isZero();
        }
    }

    private static void awaitCheck(AgentProcess agent, String status, String output) {
        Awaitility.await(status + " with " + output).atMost(Duration.ofSeconds(15)).untilAsserted(() ->
            assertThat(agent.get("/v1/agent/checks").body()).contains("\"Status\": \"" + status + "\"").contains(output));
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
                KeepAliveLoad load = new KeepAliveLoad(agent, CONNECTIONS); DnsLoad dns = new DnsLoad(agent)) {
            for (String name : new String[] {"io.curia.dns", "io.curia.checks.ttl"}) {
                replaceAndRestore(agent, name);
            }
            assertThat(load.end()).isEmpty();
            assertThat(load.announced() + load.closed() + load.refused()).as("connections that did not last").isZero();
            assertThat(dns.end()).isEmpty();
            assertThat(dns.answered()).isPositive();
            assertThat(agent.log()).doesNotContain("is waiting for", "\tat ");
        }
    }

    /**
     * What is under way is answered, with the connection's end announced. Between the two servers no connection is taken
     * for the part of a second that a bundle's start takes: clients connect again.
     */
    @Test
    void noRequestIsLostWhileTheShippedHttpIsReplaced() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady();
                KeepAliveLoad load = new KeepAliveLoad(agent, CONNECTIONS)) {
            for (int i = 0; i < 3; i++) {
                replaceAndRestore(agent, "io.curia.http");
            }
            assertThat(load.end()).isEmpty();
            assertThat(load.announced()).as("connections whose end was announced").isPositive();
            assertThat(agent.log()).doesNotContain("is waiting for", "\tat ");
        }
    }

    private void replaceAndRestore(AgentProcess agent, String name) throws IOException, InterruptedException {
        replace(name);
        reload(agent);
        awaitBundles(agent, list -> list.contains("9.9.9"));
        Files.delete(work.resolve("bundles").resolve(name + ".jar"));
        reload(agent);
        awaitBundles(agent, list -> !list.contains("9.9.9"));
    }

    /** A reload that replaces the server that answers it is answered before it is done. */
    private static void awaitBundles(AgentProcess agent, Predicate<String> wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).ignoreExceptionsInstanceOf(IOException.class)
            .until(() -> wanted.test(bundles(agent)));
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
}
