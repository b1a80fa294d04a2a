package io.curia.api.platform;

import java.util.List;

/**
 * What a reload did.
 *
 * @param applied the configurations (PIDs) that changed
 * @param needRestart changed keys that take effect only after a restart
 * @param warnings about the configuration, a line each
 */
public record ReloadReport(List<String> applied, List<String> needRestart, List<String> warnings) { }
