package io.curia.config;

import io.curia.config.model.TlsConfig;
import java.util.Locale;
import java.util.Map;

/** What an agent needs to run but the validation of files does not ask for. */
final class RunRules {

    private RunRules() {
    }

    static void check(AgentConfig config) throws ConfigException {
        logLevel(config.logging().level());
        nodeId(config.node().id());
        String mode = config.limits().requestMode();
        if (!mode.equals("disabled") && !mode.equals("permissive") && !mode.equals("enforcing")) {
            throw new ConfigException("limits.request_limits.mode must be one of [disabled permissive enforcing], not "
                    + mode);
        }
        boolean automatic = config.settings().get("auto_encrypt") instanceof Map<?, ?> auto
                && Boolean.TRUE.equals(auto.get("tls"));
        tls(config.tls().grpc(), automatic);
        tls(config.tls().https(), automatic);
        tls(config.tls().internalRpc(), automatic);
    }

    private static void logLevel(String level) throws ConfigException {
        switch (level.toUpperCase(Locale.ROOT)) {
            case "TRACE", "DEBUG", "INFO", "WARN", "ERR", "ERROR" -> { }
            default -> throw new ConfigException("Invalid log level: " + level
                    + ". Valid log levels are: [TRACE DEBUG INFO WARN ERR]");
        }
    }

    /** Fails when the text is neither empty nor a UUID. */
    static void nodeId(String id) throws ConfigException {
        if (id.isEmpty()) {
            return;
        }
        if (id.length() != 36) {
            throw new ConfigException("specified NodeID is invalid: uuid string is wrong length");
        }
        for (int i = 0; i < id.length(); i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            char c = id.charAt(i);
            if (dash ? c != '-' : c >= 0x80 || Character.digit(c, 16) < 0) {
                throw new ConfigException("specified NodeID is invalid: uuid is improperly formatted");
            }
        }
    }

    private static void tls(TlsConfig.Listener tls, boolean automatic) throws ConfigException {
        switch (tls.minVersion()) {
            case "tls10", "tls11", "tls12", "tls13", "TLS_AUTO", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3" -> { }
            default -> throw new ConfigException("TLSMinVersion: value " + tls.minVersion()
                    + " not supported, please specify one of [tls10,tls11,tls12,tls13]");
        }
        // With auto_encrypt the servers hand out the authority and the certificate.
        boolean authority = automatic || !tls.caFile().isEmpty() || !tls.caPath().isEmpty();
        if (tls.verifyOutgoing() && !authority) {
            throw new ConfigException("VerifyOutgoing set, and no CA certificate provided!");
        }
        if (tls.verifyIncoming() && !authority) {
            throw new ConfigException("VerifyIncoming set, and no CA certificate provided!");
        }
        if (tls.verifyIncoming() && !automatic && !tls.hasCertificate()) {
            throw new ConfigException("VerifyIncoming set, and no Cert/Key pair provided!");
        }
    }
}
