package io.curia.gossip.serf;

import java.util.List;
import java.util.function.Consumer;

/** Where keys outlive the process. */
public interface KeyStore {
    /** For a pool that keeps nothing. */
    KeyStore NONE = (keys, done) -> done.accept(null);

    /**
     * @param keys in base64, the one that writes first
     * @param done gets what went wrong, or null; on the pool's thread
     */
    void save(List<String> keys, Consumer<String> done);
}
