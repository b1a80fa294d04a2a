package io.curia.api.op;

import io.curia.api.model.ConfigEntry;
import java.util.List;

/** Configuration entries (reference: http-api, section 11). */
public final class ConfigEntryOperations {
    private ConfigEntryOperations() { }

    /** @param cas store only if the entry's modify index is this (0: if there is none); negative: always */
    public record ApplyRequest(ConfigEntry entry, long cas) { }

    /** An entry by kind and name. */
    public record KeyRequest(String kind, String name) { }

    /** All entries of a kind, "" for all kinds. */
    public record ListRequest(String kind) { }

    /** Answers whether it was stored. */
    public static final WriteOperation<ApplyRequest, Boolean> APPLY =
            WriteOperation.of("ConfigEntry.Apply", ApplyRequest.class, Boolean.class);
    /** Answers true, also for an unknown entry. */
    public static final WriteOperation<KeyRequest, Boolean> DELETE =
            WriteOperation.of("ConfigEntry.Delete", KeyRequest.class, Boolean.class);
    /** The entry, or null. */
    public static final ReadOperation<KeyRequest, ConfigEntry> GET =
            ReadOperation.of("ConfigEntry.Get", KeyRequest.class, ConfigEntry.class);
    /** The entries by kind and name. */
    public static final ReadOperation<ListRequest, List<ConfigEntry>> LIST =
            ReadOperation.of("ConfigEntry.List", ListRequest.class, new ReadOperation.Of<List<ConfigEntry>>() { });
}
