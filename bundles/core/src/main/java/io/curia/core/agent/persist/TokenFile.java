package io.curia.core.agent.persist;

import io.curia.api.agent.Codec;
import io.curia.api.op.CuriaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens set through the API, by name, in {@code acl-tokens.json} of the data directory. Calls one at a time. */
public final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private final Path file;
    private final Codec codec;

    public TokenFile(Path dataDir, Codec codec) {
        this.file = dataDir.resolve("acl-tokens.json");
        this.codec = codec;
    }

    /** What is kept; nothing where there is no file, or one that cannot be read. */
    public Map<String, String> read() {
        Map<String, String> tokens = new TreeMap<>();
        try {
            Object content = codec.parse(Files.readAllBytes(file), Object.class, false);
            if (content instanceof Map<?, ?> map) {
                map.forEach((name, secret) -> tokens.put(name.toString(), String.valueOf(secret)));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("There are no tokens from before");
        } catch (IOException | CuriaException e) {
            LOG.error("Failed to read the tokens of {}: {}", file, e.getMessage());
        }
        return tokens;
    }

    /** @throws CuriaException FAILED when it cannot be written */
    public void write(Map<String, String> tokens) {
        try {
            AtomicFiles.write(file, codec.json(tokens, false), true);
        } catch (IOException e) {
            throw new CuriaException(CuriaException.Kind.FAILED, "failed to persist tokens: " + e.getMessage(), e);
        }
    }
}
