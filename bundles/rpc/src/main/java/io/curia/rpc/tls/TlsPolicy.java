package io.curia.rpc.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is configured of TLS; texts are "" where nothing is.
 *
 * @param minVersion for example {@code tls12} or {@code TLSv1_3}; before 1.2 is not offered in any case
 * @param cipherSuites for versions before 1.3, by name, separated by commas
 * @param verifyServerHostname whether servers have to be {@code server.<datacenter>.<domain>}
 */
public record TlsPolicy(String caFile, String caPath, String certFile, String keyFile, String minVersion,
        String cipherSuites, boolean verifyIncoming, boolean verifyOutgoing, boolean verifyServerHostname,
        String datacenter, String domain) {

    /** Whether there is an authority to verify others with. */
    boolean hasAuthority() {
        return !caFile.isEmpty() || !caPath.isEmpty();
    }

    /** Whether there is a certificate to show. */
    boolean hasCertificate() {
        return !certFile.isEmpty() && !keyFile.isEmpty();
    }

    /** What a server of a datacenter is called in its certificate. */
    String serverName(String of) {
        String plain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        return ("server." + of + "." + plain).toLowerCase(Locale.ROOT);
    }

    String[] versions() {
        return minVersion.endsWith("3") ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.2", "TLSv1.3"};
    }

    /** All files that it is made of. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(4);
        for (String file : new String[] {caFile, caPath, certFile, keyFile}) {
            if (!file.isEmpty()) {
                files.add(Path.of(file));
            }
        }
        return files;
    }
}
