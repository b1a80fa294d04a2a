package io.curia.consensus.support;

import io.curia.api.consensus.Consensus;

/** A log on disk that its owner opens and closes. */
public interface LogEngine extends Consensus, AutoCloseable {
    /**
     * Opens the log. Returns once commands are taken where this server alone votes, and else once other servers are heard.
     * Not to be called again after a failure.
     */
    void start() throws EngineStartException, InterruptedException;

    /** Answers what is under way, takes a snapshot if a restart would have much to read, and closes the files. */
    @Override
    void close();
}
