package io.curia.cli.tls;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.LocalCommand;
import io.curia.cli.flag.Flag;
import io.curia.cli.http.Pem;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code consul tls cert create}. */
public final class CertCreate extends LocalCommand {

    private static final String WARNING = "==> WARNING: Server Certificates grants authority to become a\n"
        + "    server and access all state in the cluster including root keys\n"
        + "    and all ACL tokens. Do not distribute them to production hosts\n"
        + "    that are not server nodes. Store them as securely as CA keys.";

    private final Flag moreNames = flags.list("additional-dnsname", "Another name to certify; may be given more than once.");
    private final Flag moreAddresses = flags.list("additional-ipaddress", "Another address to certify; may be given more than once.");
    private final Flag ca = flags.text("ca", "#DOMAIN#-agent-ca.pem", "File with the CA's certificate.");
    private final Flag cli = flags.bool("cli", "For the command line.");
    private final Flag client = flags.bool("client", "For a client agent.");
    private final Flag days = flags.integer("days", 365, "How many days it is valid.");
    private final Flag datacenter = flags.text("dc", "dc1", "Datacenter it is for.");
    private final Flag domain = flags.text("domain", "consul", "DNS domain of the cluster.");
    private final Flag key = flags.text("key", "#DOMAIN#-agent-ca-key.pem", "File with the CA's private key.");
    private final Flag node = flags.text("node", "", "Name of the server's node, certified too; only with -server.");
    private final Flag server = flags.bool("server", "For a server.");

    public CertCreate() {
        super("tls cert create [options]", "Makes a certificate and its key, signed by the CA of 'consul tls ca create'.");
    }

    @Override
    protected int call(Environment env, String[] args) throws Failure {
        if ((server.on() ? 1 : 0) + (client.on() ? 1 : 0) + (cli.on() ? 1 : 0) != 1) {
            throw new Failure("Please provide either -server, -client, or -cli");
        }
        if (!node.text().isEmpty() && !server.on()) {
            throw new Failure("-node requires -server");
        }
        String role = server.on() ? "server" : client.on() ? "client" : "cli";
        String prefix = free(datacenter.text() + "-" + role + "-" + domain.text() + "-");
        String caFile = ca.text().replace("#DOMAIN#", domain.text());
        String caKeyFile = key.text().replace("#DOMAIN#", domain.text());
        if (server.on()) {
            env.console().line(WARNING);
        }
        X509Certificate authority;
        PrivateKey authorityKey;
        try {
            authority = Pem.certificates(caFile).get(0);
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("Error reading CA: " + e.getMessage());
        }
        try {
            authorityKey = Pem.privateKey(caKeyFile);
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("Error reading CA key: " + e.getMessage());
        }
        env.console().line("==> Using " + caFile + " and " + caKeyFile);
        issue(env, role, prefix, authority, authorityKey);
        return 0;
    }

    private void issue(Environment env, String role, String prefix, X509Certificate authority, PrivateKey authorityKey) throws Failure {
        try {
            Certificates maker = new Certificates(new SecureRandom(), Instant.ofEpochMilli(env.time().millis()));
            KeyPair pair = maker.newKey();
            byte[] certificate = maker.issued(pair.getPublic(), names(role), addresses(), (int) days.number(), authority, authorityKey);
            PemFiles.certificate(prefix + ".pem", certificate);
            env.console().line("==> Saved " + prefix + ".pem");
            PemFiles.key(prefix + "-key.pem", Certificates.encoded(pair));
            env.console().line("==> Saved " + prefix + "-key.pem");
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure("Error creating the certificate: " + e.getMessage());
        }
    }

    private List<String> names(String role) {
        String common = role + "." + datacenter.text() + "." + domain.text();
        List<String> names = new ArrayList<>();
        names.add(common);
        if (!node.text().isEmpty()) {
            names.add(node.text() + "." + common);
        }
        names.add("localhost");
        for (String name : moreNames.list()) {
            if (!name.isEmpty() && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private List<InetAddress> addresses() throws IOException, Failure {
        List<InetAddress> addresses = new ArrayList<>();
        if (!cli.on()) {
            addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        }
        for (String text : moreAddresses.list()) {
            if (text.isEmpty() || !text.matches("[0-9a-fA-F.:]+") || !text.contains(".") && !text.contains(":")) {
                throw new Failure("Invalid ip address: " + text);
            }
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }

    /** The first number of which there is neither certificate nor key. */
    private static String free(String prefix) {
        int number = 0;
        while (new File(prefix + number + ".pem").exists() || new File(prefix + number + "-key.pem").exists()) {
            number++;
        }
        return prefix + number;
    }
}
