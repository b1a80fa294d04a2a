package io.curia.api.check;

/**
 * What a probe found.
 *
 * @param output what an operator should read; the core cuts it to the check's limit
 * @param decisive applied at once, past the check's thresholds
 */
public record ProbeResult(CheckStatus status, String output, boolean decisive) {
    /** Healthy. */
    public static ProbeResult passing(String output) {
        return new ProbeResult(CheckStatus.PASSING, output, false);
    }

    /** Degraded. */
    public static ProbeResult warning(String output) {
        return new ProbeResult(CheckStatus.WARNING, output, false);
    }

    /** Not usable. */
    public static ProbeResult critical(String output) {
        return new ProbeResult(CheckStatus.CRITICAL, output, false);
    }
}
