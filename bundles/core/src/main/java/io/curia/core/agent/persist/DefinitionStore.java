package io.curia.core.agent.persist;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.model.Wire;
import java.util.List;

/** Keeps what was registered through the API beyond the end of the process. Any thread; for one id, one call at a time. */
public interface DefinitionStore {
    /** A service as kept. */
    record StoredService(String token, NodeService service, boolean sidecar) { }

    /** A check as kept; {@code definition} is null for a maintenance check. */
    record StoredCheck(HealthCheck check, CheckDefinition definition, String token) { }

    /** The last status reported to a check, good until {@code expires}, in seconds since 1970. */
    record StoredState(@Wire("CheckID") String checkID, String output, String status, long expires) { }

    /** Keeps nothing: the agent has no data directory. */
    DefinitionStore NONE = new DefinitionStore() {
        @Override
        public void save(StoredService service) { }

        @Override
        public void save(StoredCheck check) { }

        @Override
        public void save(StoredState state) { }

        @Override
        public void removeService(String id) { }

        @Override
        public void removeCheck(String id) { }

        @Override
        public List<StoredService> services() {
            return List.of();
        }

        @Override
        public List<StoredCheck> checks() {
            return List.of();
        }

        @Override
        public StoredState state(String checkID) {
            return null;
        }
    };

    /** @throws io.curia.api.op.CuriaException FAILED when it cannot be written */
    void save(StoredService service);

    /** @throws io.curia.api.op.CuriaException FAILED when it cannot be written */
    void save(StoredCheck check);

    /** A status that cannot be written is only worth a line in the log. */
    void save(StoredState state);

    /** Unknown ids are no error. */
    void removeService(String id);

    /** Removes a check and its state; unknown ids are no error. */
    void removeCheck(String id);

    /** All services kept, without those that cannot be read. */
    List<StoredService> services();

    /** All checks kept, without those that cannot be read. */
    List<StoredCheck> checks();

    /** The state of a check, or null. */
    StoredState state(String checkID);
}
