package io.curia.config.model;

import io.curia.config.source.Settings;

/** Certificates and what to verify, for each listener; a listener inherits from the defaults what it does not set. */
public record TlsConfig(Listener grpc, Listener https, Listener internalRpc) {

    /** One listener's settings; paths are "" when not set. */
    public record Listener(String caFile, String caPath, String certFile, String keyFile, String cipherSuites,
            String minVersion, boolean verifyIncoming, boolean verifyOutgoing, boolean verifyServerHostname,
            boolean useAutoCert) {

        static Listener read(Settings s, String name) {
            String own = "tls." + name + ".";
            boolean hostname = s.flag(own + "verify_server_hostname",
                    name.equals("internal_rpc") && s.flag("tls.defaults.verify_server_hostname"));
            String version = text(s, own, "tls_min_version");
            return new Listener(text(s, own, "ca_file"), text(s, own, "ca_path"), text(s, own, "cert_file"),
                    text(s, own, "key_file"), text(s, own, "tls_cipher_suites"), version.isEmpty() ? "tls12" : version,
                    flag(s, own, "verify_incoming"), flag(s, own, "verify_outgoing") || hostname, hostname,
                    s.flag(own + "use_auto_cert"));
        }

        private static String text(Settings s, String own, String key) {
            return s.has(own + key) ? s.text(own + key) : s.text("tls.defaults." + key);
        }

        private static boolean flag(Settings s, String own, String key) {
            return s.flag(own + key, s.flag("tls.defaults." + key));
        }

        /** Whether there is a certificate to present. */
        public boolean hasCertificate() {
            return !certFile.isEmpty() && !keyFile.isEmpty();
        }
    }

    public static TlsConfig read(Settings s) {
        return new TlsConfig(Listener.read(s, "grpc"), Listener.read(s, "https"), Listener.read(s, "internal_rpc"));
    }
}
