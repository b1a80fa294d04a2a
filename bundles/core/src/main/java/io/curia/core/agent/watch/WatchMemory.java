package io.curia.core.agent.watch;

/** What a watch has delivered, so that it is not delivered again. Called by one thread at a time for each watch. */
public interface WatchMemory {
    /** The index that was delivered last, and the hash of what was delivered. */
    record Delivered(long index, String contentHash) { }

    /** Forgets with the process. */
    WatchMemory NONE = new WatchMemory() {
        @Override
        public Delivered last(String definition) {
            return null;
        }

        @Override
        public void delivered(String definition, Delivered what) { }

        @Override
        public void forget(String definition) { }
    };

    /** What a definition has delivered last, or null. */
    Delivered last(String definition);

    /** Notes a delivery. */
    void delivered(String definition, Delivered what);

    /** The definition is gone. */
    void forget(String definition);
}
