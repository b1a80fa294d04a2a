package io.curia.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines in a test and keeps what they wrote. */
public final class Cli {

    private final Map<String, String> variables = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] input = new byte[0];
    private Launcher launcher;
    private ConfigFiles files;
    private Time time = new Time.OfSystem();

    public static Cli on(FakeAgent agent) {
        return new Cli().with("CONSUL_HTTP_ADDR", agent.address());
    }

    public Cli with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    public Cli input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public Cli launcher(Launcher given) {
        launcher = given;
        return this;
    }

    public Cli files(ConfigFiles given) {
        files = given;
        return this;
    }

    public Cli time(Time given) {
        time = given;
        return this;
    }

    public int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(args, new Environment(new ByteArrayInputStream(input), new Console(out, err), variables::get, time, launcher, files));
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
