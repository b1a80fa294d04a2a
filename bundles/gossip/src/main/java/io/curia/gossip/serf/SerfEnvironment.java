package io.curia.gossip.serf;

import io.curia.gossip.crypto.Keyring;
import io.curia.gossip.swim.Scheduler;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/**
 * What a member lives in.
 *
 * @param owner runs tasks on the scheduler's thread
 * @param snapshot null for a member that keeps nothing
 */
public record SerfEnvironment(Scheduler scheduler, Executor owner, RandomGenerator random, Keyring keyring,
        KeyStore keyStore, Deliveries deliveries, Snapshot snapshot, Logger log) { }
