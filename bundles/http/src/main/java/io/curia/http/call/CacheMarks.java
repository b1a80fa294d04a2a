package io.curia.http.call;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which reads a client may take as answered by the agent's cache: those that were asked before. The answer itself is
 * always that of the moment, which is what a cache that is kept up to date in the background has. At most
 * {@value #MOST} are remembered; the one asked longest ago is forgotten first.
 */
final class CacheMarks {
    static final int MOST = 1024;
    private final Map<String, Boolean> asked = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** Remembers a read; whether it was known. */
    synchronized boolean add(String read) {
        return asked.put(read, true) != null;
    }
}
