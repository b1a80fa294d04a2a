package io.curia.config.source;

import io.curia.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds and reads configuration files: single ones, and those of a directory sorted by name, not deeper. */
public final class SourceFiles {

    private final Path root;
    private final String format;
    private final List<String> warnings;

    /** @param format "json" or "hcl" for all files, "" to go by their names */
    public SourceFiles(Path root, String format, List<String> warnings) {
        this.root = root;
        this.format = format;
        this.warnings = warnings;
    }

    public List<Source> read(List<String> paths) throws ConfigException {
        List<Source> sources = new ArrayList<>();
        for (String path : paths) {
            Path file = resolve(path);
            if (!Files.exists(file)) {
                throw failed(path, new NoSuchFileException(path));
            }
            if (Files.isDirectory(file)) {
                for (String name : entries(path, file)) {
                    String entry = path.endsWith("/") ? path + name : path + "/" + name;
                    if (Files.isRegularFile(resolve(entry))) {
                        add(sources, entry);
                    }
                }
            } else {
                add(sources, path);
            }
        }
        return sources;
    }

    private static List<String> entries(String path, Path directory) throws ConfigException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                names.add(entry.getFileName().toString());
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
        Collections.sort(names);
        return names;
    }

    private void add(List<Source> sources, String path) throws ConfigException {
        String kind = !format.isEmpty() ? format : path.endsWith(".json") ? "json" : path.endsWith(".hcl") ? "hcl" : "";
        if (kind.isEmpty()) {
            warnings.add("skipping file " + path + ", extension must be .hcl or .json, or config format must be set");
            return;
        }
        try {
            String text = new String(Files.readAllBytes(resolve(path)), StandardCharsets.UTF_8);
            sources.add(new Source(path, kind.equals("json"), text));
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private Path resolve(String path) throws ConfigException {
        try {
            return root.resolve(path);
        } catch (InvalidPathException e) {
            throw new ConfigException("config: Open failed on " + path + ". open " + path + ": invalid argument");
        }
    }

    private static ConfigException failed(String path, IOException e) {
        String why = e instanceof NoSuchFileException ? "no such file or directory"
                : e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
        return new ConfigException("config: Open failed on " + path + ". open " + path + ": " + why);
    }
}
