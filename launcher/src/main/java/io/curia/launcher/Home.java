package io.curia.launcher;

import java.nio.file.Path;

/** Where the distribution lies. */
final class Home {
    private Home() {
    }

    /** The directory that the start script names in the property {@code curia.home}. */
    static Path directory() {
        String home = System.getProperty("curia.home");
        if (home == null) {
            throw new IllegalStateException("the system property curia.home is not set; start Curia by its bin/consul");
        }
        return Path.of(home);
    }
}
