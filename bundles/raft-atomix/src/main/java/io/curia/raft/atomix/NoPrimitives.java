package io.curia.raft.atomix;

import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import java.util.Collection;
import java.util.List;

/** Atomix' services, of which there are none ({@link CommandSession}). */
@SuppressWarnings("rawtypes")
final class NoPrimitives implements PrimitiveTypeRegistry {
    @Override
    public Collection<PrimitiveType> getPrimitiveTypes() {
        return List.of();
    }

    @Override
    public PrimitiveType getPrimitiveType(String typeName) {
        throw new UnsupportedOperationException("there is no primitive " + typeName);
    }
}
