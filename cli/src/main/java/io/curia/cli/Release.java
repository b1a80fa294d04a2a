package io.curia.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the build says about itself.
 *
 * @param version  the release of Consul this program is compatible with
 * @param revision which build of Curia this is
 */
public record Release(String version, String revision) {

    private static final String RESOURCE = "/io/curia/cli/version.properties";

    /** Reads the resource by hand: two lines do not need a parser. */
    public static Release read() throws Failure {
        try (InputStream in = Release.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new Failure("This program does not know its version");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Release(value(text, "version="), value(text, "revision="));
        } catch (IOException e) {
            throw new Failure("This program does not know its version: " + e.getMessage());
        }
    }

    private static String value(String text, String key) {
        int at = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
        if (at == 0 && !text.startsWith(key)) {
            return "";
        }
        int end = text.indexOf('\n', at);
        return text.substring(at + key.length(), end < 0 ? text.length() : end).trim();
    }
}
