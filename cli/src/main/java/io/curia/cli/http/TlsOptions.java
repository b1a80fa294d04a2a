package io.curia.cli.http;

/**
 * How an agent's certificate is checked and which one is shown to it. Empty texts mean 'not given'.
 *
 * @param caFile     PEM file with certificates to trust
 * @param caPath     directory of such files
 * @param clientCert PEM file with our certificate chain
 * @param clientKey  PEM file with its private key
 * @param serverName the name to expect and to send as SNI in place of the host
 * @param verify     false to accept any certificate
 */
public record TlsOptions(String caFile, String caPath, String clientCert, String clientKey, String serverName, boolean verify) {
}
