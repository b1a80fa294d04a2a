package io.curia.launcher.logging;

import java.nio.file.Path;

/**
 * How the agent logs.
 *
 * @param level TRACE, DEBUG, INFO, WARN or ERROR
 * @param json one JSON object a line
 * @param file null for the console alone
 * @param rotateBytes size from which a file is rotated, 0 for none
 * @param rotateMillis age from which a file is rotated, 0 for none
 * @param rotateFiles rotated files that are kept: 0 all, below 0 none
 */
public record LogSettings(String level, boolean json, Path file, long rotateBytes, long rotateMillis, int rotateFiles) { }
