package io.curia.itests;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import io.curia.api.check.HealthCheckType;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.annotations.Component;

/** Builds examples/check-redis from its sources: the compiler, then bnd, with nothing of Curia's but the api jar. */
final class ExamplePlugin {
    private static final String TEXT = "\": PONG\"";

    private final Path sources;
    private final Path work;

    ExamplePlugin(Path work) {
        this.sources = Distribution.home().resolve("../../../examples/check-redis/src/main/java").normalize();
        this.work = work;
    }

    /** Builds a version that says {@code answer} where the example says PONG, and puts it where it is wanted at once. */
    void build(Path jar, String version, String answer) throws Exception {
        Path classes = Files.createDirectories(work.resolve("classes-" + version));
        compile(Files.createDirectories(work.resolve("sources-" + version)), classes, answer);
        Path built = work.resolve("check-redis-" + version + ".jar");
        try (Builder builder = new Builder()) {
            builder.setProperty("Bundle-SymbolicName", "check-redis");
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("-noimportjava", "true");
            builder.setProperty("-includeresource", classes.toString());
            builder.setProperty("-includepackage", "com.example.checks.redis");
            for (File entry : classPath()) {
                builder.addClasspath(entry);
            }
            builder.addClasspath(classes.toFile());
            try (Jar bundle = builder.build()) {
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException("bnd: " + builder.getErrors());
                }
                bundle.write(built.toFile());
            }
        }
        Files.move(built, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void compile(Path copies, Path classes, String answer) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", classes.toString(), "-cp",
            String.join(File.pathSeparator, classPath().stream().map(File::toString).toList())));
        boolean replaced = false;
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                replaced |= text.contains(TEXT);
                Path copy = copies.resolve(file.getFileName());
                Files.writeString(copy, text.replace(TEXT, "\": " + answer + "\""));
                arguments.add(copy.toString());
            }
        }
        if (!replaced) {
            throw new IllegalStateException("no source of the example says " + TEXT);
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IOException("the example does not compile");
        }
    }

    private static List<File> classPath() throws URISyntaxException {
        List<File> entries = new ArrayList<>();
        for (Class<?> type : new Class<?>[] {HealthCheckType.class, Component.class, ProviderType.class}) {
            entries.add(new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        return entries;
    }
}
