package io.curia.cli.tls;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.LocalCommand;
import io.curia.cli.flag.Flag;
import java.io.File;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code consul tls ca create}. */
public final class CaCreate extends LocalCommand {

    private final Flag more = flags.list("additional-name-constraint", "Another domain the CA may certify; may be given more than once.");
    private final Flag cluster = flags.text("cluster-id", "", "ID of the cluster, to be part of the certificate.");
    private final Flag name = flags.text("common-name", "", "Common name of the CA.");
    private final Flag days = flags.integer("days", 1825, "How many days it is valid.");
    private final Flag domain = flags.text("domain", "consul", "DNS domain of the cluster.");
    private final Flag constraint = flags.bool("name-constraint", "Let the CA certify names in the domain only.");

    public CaCreate() {
        super("tls ca create [options]", "Makes a certificate authority: DOMAIN-agent-ca.pem, and its key in DOMAIN-agent-ca-key.pem.");
    }

    @Override
    protected int call(Environment env, String[] args) throws Failure {
        String certificate = domain.text() + "-agent-ca.pem";
        String keyFile = domain.text() + "-agent-ca-key.pem";
        for (String file : new String[] {certificate, keyFile}) {
            if (new File(file).exists()) {
                throw new Failure(file + " already exists.");
            }
        }
        if (!constraint.on() && !more.list().isEmpty()) {
            throw new Failure("-additional-name-constraint needs -name-constraint");
        }
        List<String> permitted = new ArrayList<>();
        if (constraint.on()) {
            permitted.addAll(more.list());
            permitted.add(domain.text());
            permitted.add("localhost");
        }
        try {
            Certificates maker = new Certificates(new SecureRandom(), Instant.ofEpochMilli(env.time().millis()));
            KeyPair key = maker.newKey();
            PemFiles.certificate(certificate, maker.authority(key, name.text(), cluster.text(), permitted, (int) days.number()));
            env.console().line("==> Saved " + certificate);
            PemFiles.key(keyFile, Certificates.encoded(key));
            env.console().line("==> Saved " + keyFile);
        } catch (GeneralSecurityException e) {
            throw new Failure("Error creating the CA: " + e.getMessage());
        }
        return 0;
    }
}
