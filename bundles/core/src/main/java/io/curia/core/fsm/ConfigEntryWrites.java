package io.curia.core.fsm;

import io.curia.api.model.ConfigEntry;
import io.curia.core.store.Keys;
import io.curia.core.store.StateTxn;

/** Writes of configuration entries. */
public final class ConfigEntryWrites {
    private ConfigEntryWrites() { }

    /** @param cas store only at this modify index (0: if there is none); negative: always */
    public record Command(boolean delete, ConfigEntry entry, long cas) { }

    static boolean apply(StateTxn txn, Command command) {
        ConfigEntry wanted = command.entry();
        ConfigEntry present = txn.view().configEntries.get(Keys.name(wanted.kind(), wanted.name()));
        if (command.delete()) {
            if (present != null) {
                txn.removeConfigEntry(present);
            }
            return true;
        }
        if (command.cas() >= 0 && command.cas() != (present == null ? 0 : present.modifyIndex())) {
            return false;
        }
        if (present != null && present.body().equals(wanted.body())) {
            return true;
        }
        txn.putConfigEntry(new ConfigEntry(wanted.kind(), wanted.name(), wanted.body(),
                present == null ? txn.index() : present.createIndex(), txn.index()));
        return true;
    }
}
