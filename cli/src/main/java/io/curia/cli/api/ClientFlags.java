package io.curia.cli.api;

import io.curia.cli.Environment;
import io.curia.cli.Failure;
import io.curia.cli.flag.Flag;
import io.curia.cli.flag.FlagSet;
import io.curia.cli.http.Endpoint;
import io.curia.cli.http.GoErrors;
import io.curia.cli.http.HttpClient;
import io.curia.cli.http.Query;
import io.curia.cli.http.TlsOptions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The flags every command that talks to an agent has, and what stands in the environment in their place. */
public final class ClientFlags {

    /** Which of the common flags a command has. */
    public enum Scope { AGENT, SERVER, NAMESPACED }

    private static final String DEFAULT_ADDRESS = "127.0.0.1:8500";

    private final Flag address;
    private final Flag token;
    private final Flag tokenFile;
    private final Flag caFile;
    private final Flag caPath;
    private final Flag clientCert;
    private final Flag clientKey;
    private final Flag serverName;
    private Flag datacenter;
    private Flag stale;
    private Flag namespace;
    private String environmentNamespace = "";

    ClientFlags(FlagSet flags, Scope scope) {
        address = flags.text("http-addr", "", "Agent to talk to: host:port, a URL, or unix://path. Variable CONSUL_HTTP_ADDR.");
        token = flags.text("token", "", "ACL token to send. Variable CONSUL_HTTP_TOKEN.");
        tokenFile = flags.text("token-file", "", "File with the ACL token. Variable CONSUL_HTTP_TOKEN_FILE.");
        caFile = flags.text("ca-file", "", "PEM file of the authorities to trust. Variable CONSUL_CACERT.");
        caPath = flags.text("ca-path", "", "Directory of such PEM files. Variable CONSUL_CAPATH.");
        clientCert = flags.text("client-cert", "", "Certificate to show to the agent. Variable CONSUL_CLIENT_CERT.");
        clientKey = flags.text("client-key", "", "Private key of that certificate. Variable CONSUL_CLIENT_KEY.");
        serverName = flags.text("tls-server-name", "", "Name the agent's certificate must have. Variable CONSUL_TLS_SERVER_NAME.");
        if (scope != Scope.AGENT) {
            datacenter = flags.text("datacenter", "", "Datacenter to ask; the agent's own by default.");
            stale = flags.bool("stale", "Let any server answer, even one that is behind the leader.");
        }
        if (scope == Scope.NAMESPACED) {
            namespace = flags.text("namespace", "", "Namespace to use, where namespaces exist. Variable CONSUL_NAMESPACE.");
        }
    }

    Query query() {
        Query query = writeQuery();
        if (stale != null && stale.on()) {
            query.set("stale", "");
        }
        return query;
    }

    Query writeQuery() {
        Query query = new Query();
        if (datacenter != null) {
            query.setIfAny("dc", datacenter.text());
        }
        if (namespace != null) {
            query.setIfAny("ns", namespace.given() ? namespace.text() : environmentNamespace);
        }
        return query;
    }

    String datacenter() {
        return datacenter == null ? "" : datacenter.text();
    }

    Api connect(Environment env) throws Failure {
        environmentNamespace = namespace == null ? "" : env.variable("CONSUL_NAMESPACE");
        boolean ssl = truth(env, "CONSUL_HTTP_SSL", false);
        String where = either(address, env, "CONSUL_HTTP_ADDR");
        Endpoint endpoint = Endpoint.parse(where.isEmpty() ? DEFAULT_ADDRESS : where, ssl);
        TlsOptions tls = null;
        if (endpoint.tls()) {
            tls = new TlsOptions(either(caFile, env, "CONSUL_CACERT"), either(caPath, env, "CONSUL_CAPATH"),
                either(clientCert, env, "CONSUL_CLIENT_CERT"), either(clientKey, env, "CONSUL_CLIENT_KEY"),
                either(serverName, env, "CONSUL_TLS_SERVER_NAME"), truth(env, "CONSUL_HTTP_SSL_VERIFY", true));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        String secret = secret(env);
        if (!secret.isEmpty()) {
            headers.put("X-Consul-Token", secret);
        }
        String auth = env.variable("CONSUL_HTTP_AUTH");
        if (!auth.isEmpty()) {
            String pair = auth.indexOf(':') < 0 ? auth + ":" : auth;
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return new Api(env, new HttpClient(endpoint, tls, headers), this);
    }

    private String secret(Environment env) throws Failure {
        String file = either(tokenFile, env, "CONSUL_HTTP_TOKEN_FILE");
        if (!file.isEmpty()) {
            try (InputStream in = new FileInputStream(file)) {
                String read = new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
                if (!read.isEmpty()) {
                    return header(read);
                }
            } catch (IOException e) {
                throw new Failure("Error connecting to Consul agent: Error loading token file: " + GoErrors.file(file, e));
            }
        }
        return header(either(token, env, "CONSUL_HTTP_TOKEN"));
    }

    /** A line break in a token would begin a header of its own. */
    private static String header(String value) throws Failure {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new Failure("Error connecting to Consul agent: the token contains a line break");
        }
        return value;
    }

    private static String either(Flag flag, Environment env, String variable) {
        return flag.given() ? flag.text() : env.variable(variable);
    }

    private static boolean truth(Environment env, String variable, boolean otherwise) {
        switch (env.variable(variable)) {
            case "1", "t", "T", "true", "TRUE", "True":
                return true;
            case "0", "f", "F", "false", "FALSE", "False":
                return false;
            default:
                return otherwise;
        }
    }
}
