package io.curia.api.model;

import java.util.Arrays;

/** A key and its value. {@code value} is never modified after construction; null when empty. */
public record KvEntry(
        long lockIndex,
        String key,
        @Wire(unsigned = true) long flags,
        byte[] value,
        @Wire(omitEmpty = true) String session,
        long createIndex,
        long modifyIndex) {

    @Override
    public boolean equals(Object o) {
        return o instanceof KvEntry other && lockIndex == other.lockIndex && flags == other.flags
                && createIndex == other.createIndex && modifyIndex == other.modifyIndex
                && key.equals(other.key) && session.equals(other.session) && Arrays.equals(value, other.value);
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + Long.hashCode(modifyIndex);
    }
}
