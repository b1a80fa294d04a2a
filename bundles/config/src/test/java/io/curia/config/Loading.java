package io.curia.config;

import io.curia.config.address.HostAddress;
import io.curia.config.address.HostInterfaces;
import io.curia.config.address.Ip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files in a folder, a host with chosen interfaces, and the configuration they give. */
final class Loading {

    static final Set<String> UP = Set.of("up", "broadcast", "multicast");

    final Path root;
    HostInterfaces host = host(new HostAddress("lo", Ip.parse("127.0.0.1"), 8, Set.of("up", "loopback")),
            new HostAddress("eth0", Ip.parse("10.1.2.3"), 16, UP));

    Loading(Path root) {
        this.root = root;
    }

    static HostInterfaces host(HostAddress... addresses) {
        return new HostInterfaces() {
            @Override
            public List<HostAddress> addresses() {
                return List.of(addresses);
            }

            @Override
            public String defaultInterface() {
                return "eth0";
            }
        };
    }

    Loading file(String name, String text) {
        try {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LoadRequest request(String... args) {
        return new LoadRequest(List.of(args), Map.of(), root, host, "host1", Set.of());
    }

    LoadResult load(String... args) throws ConfigException {
        return new ConfigLoader().load(request(args));
    }

    AgentConfig dev(String hcl) throws ConfigException {
        return load("-dev", "-hcl", hcl).config();
    }

    List<String> validate(String... paths) throws ConfigException {
        return Validator.validate(request(), List.of(paths), "");
    }

    /** The text of the error that validating one file gives. */
    String errorOf(String name, String text) {
        file(name, text);
        try {
            validate(name);
        } catch (ConfigException e) {
            return e.getMessage();
        }
        throw new AssertionError("valid: " + text);
    }

    String devError(String hcl) {
        try {
            dev(hcl);
        } catch (ConfigException e) {
            return e.getMessage();
        }
        throw new AssertionError("valid: " + hcl);
    }
}
