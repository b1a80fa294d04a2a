package io.curia.api.check;

/** The state of a check, from best to worst. */
public enum CheckStatus {
    /** Healthy. */
    PASSING("passing"),
    /** Degraded, but usable. */
    WARNING("warning"),
    /** Not usable. */
    CRITICAL("critical");

    private final String text;

    CheckStatus(String text) {
        this.text = text;
    }

    /** As on the wire. */
    public String text() {
        return text;
    }

    /** The status of this name, or null. */
    public static CheckStatus of(String text) {
        for (CheckStatus status : values()) {
            if (status.text.equals(text)) {
                return status;
            }
        }
        return null;
    }
}
