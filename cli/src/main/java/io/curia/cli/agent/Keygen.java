package io.curia.cli.agent;

import io.curia.cli.Environment;
import io.curia.cli.LocalCommand;
import java.security.SecureRandom;
import java.util.Base64;

/** {@code consul keygen}. */
public final class Keygen extends LocalCommand {

    private static final int BYTES = 32;

    public Keygen() {
        super("keygen", "Makes a key for the encryption of gossip.");
    }

    @Override
    protected int call(Environment env, String[] args) {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        env.console().line(Base64.getEncoder().encodeToString(key));
        return 0;
    }
}
