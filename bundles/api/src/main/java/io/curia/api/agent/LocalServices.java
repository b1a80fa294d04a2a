package io.curia.api.agent;

import io.curia.api.model.HealthCheck;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The services and checks of this agent: its own truth, which the catalog follows. Changes are persisted (unless the
 * agent has no data directory) before the call returns. Thread-safe; refusals are
 * {@link io.curia.api.op.CuriaException}s and change nothing.
 */
public interface LocalServices {
    /** All services by id; an immutable snapshot. */
    Map<String, AgentService> services();

    /** The service with a content hash, or null. */
    AgentService service(String id);

    /** Ends with the service as soon as its content hash differs from {@code hash}, or after {@code waitMillis}. */
    CompletableFuture<AgentService> awaitService(String id, String hash, long waitMillis);

    /** All checks by id; an immutable snapshot. */
    Map<String, HealthCheck> checks();

    /** Runs when services or checks have changed, on the changing thread; must be short. The handle removes it. */
    AutoCloseable onChange(Runnable listener);

    /** Adds or replaces a service with its checks. */
    void register(ServiceDefinition definition, boolean replaceExistingChecks, String token);

    /** Removes a service, its checks and its sidecar; an unknown id is no error. */
    void deregisterService(String id);

    /** Adds or replaces a check. */
    void register(CheckDefinition definition, String token);

    /** Removes a check; an unknown id is no error. */
    void deregisterCheck(String id);

    /** Reports the status of a TTL check; {@code status} passing, warning or critical. */
    void updateTtl(String checkID, String status, String output);

    /** Puts the node in or out of maintenance. An empty reason means the default text. */
    void nodeMaintenance(boolean enable, String reason, String token);

    /** Puts a service in or out of maintenance; NOT_FOUND for an unknown id. */
    void serviceMaintenance(String serviceID, boolean enable, String reason, String token);
}
