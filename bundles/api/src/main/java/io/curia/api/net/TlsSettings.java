package io.curia.api.net;

import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * How to speak TLS.
 *
 * @param context trust and keys; null for the platform's default
 * @param serverName asked for and verified; "" for the host that is dialled
 * @param skipVerify accept any certificate
 * @param protocols application protocols offered, best first
 */
public record TlsSettings(SSLContext context, String serverName, boolean skipVerify, List<String> protocols) { }
