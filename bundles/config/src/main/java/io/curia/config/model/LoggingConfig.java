package io.curia.config.model;

import io.curia.config.source.Settings;

/** Where the log goes and how much of it. */
public record LoggingConfig(String level, boolean json, String file, long rotateDurationMs, long rotateBytes,
        int rotateMaxFiles, boolean syslog, String syslogFacility) {

    public static LoggingConfig read(Settings s) {
        String level = s.text("log_level");
        return new LoggingConfig(level.isEmpty() ? "INFO" : level, s.flag("log_json"), s.text("log_file"),
                s.millis("log_rotate_duration"), s.number("log_rotate_bytes"), s.integer("log_rotate_max_files"),
                s.flag("enable_syslog"), s.text("syslog_facility"));
    }
}
