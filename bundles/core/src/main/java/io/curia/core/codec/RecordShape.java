package io.curia.core.codec;

import io.curia.api.model.Wire;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the wire has to know of a record: its fields in order, their names, and how to get at them. */
final class RecordShape {
    /** One component. */
    static final class Field {
        final int position;
        final String name;
        final Type type;
        final Class<?> rawType;
        final boolean omitEmpty;
        final boolean duration;
        final boolean unsigned;
        private final Method accessor;

        Field(int position, RecordComponent component, Wire wire) {
            this.position = position;
            this.name = wire == null || wire.value().isEmpty() ? capitalized(component.getName()) : wire.value();
            this.type = component.getGenericType();
            this.rawType = component.getType();
            this.omitEmpty = wire != null && wire.omitEmpty();
            this.duration = wire != null && wire.duration();
            this.unsigned = wire != null && wire.unsigned();
            this.accessor = component.getAccessor();
            this.accessor.setAccessible(true);
        }

        Object of(Object record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }

        private static String capitalized(String name) {
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }
    }

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    final String typeName;
    final Field[] fields;
    private final Object[] zeros;
    private final Constructor<?> constructor;
    private final Map<String, Field> byName = new HashMap<>();

    /** What clients know a type as, from messages about what does not fit it, where we call it otherwise. */
    private static String goName(String name) {
        return switch (name) {
            case "Step" -> "TxnOp";
            case "KvStep" -> "KVTxnOp";
            case "NodeStep" -> "NodeTxnOp";
            case "ServiceStep" -> "ServiceTxnOp";
            case "CheckStep" -> "CheckTxnOp";
            case "UpdateRequest" -> "CoordinateUpdateRequest";
            default -> name;
        };
    }

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        typeName = goName(type.getSimpleName());
        fields = new Field[components.length];
        zeros = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            Wire wire = components[i].getAnnotation(Wire.class);
            fields[i] = new Field(i, components[i], wire);
            types[i] = components[i].getType();
            zeros[i] = zero(types[i]);
            byName.put(fields[i].name, fields[i]);
            byName.put(fields[i].name.toLowerCase(Locale.ROOT), fields[i]);
            if (wire != null) {
                for (String alias : wire.aliases()) {
                    byName.put(alias, fields[i]);
                }
            }
        }
        try {
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("no canonical constructor of " + type, e);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** The field of this name in any mix of cases, or null. */
    Field field(String name) {
        Field exact = byName.get(name);
        return exact != null ? exact : byName.get(name.toLowerCase(Locale.ROOT));
    }

    /** What the components have that are not in the input: zero, false, "" and null. */
    Object[] defaults() {
        return zeros.clone();
    }

    Object construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("cannot construct " + typeName, e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(typeName + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    static Object zero(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == double.class) {
            return 0.0;
        }
        if (type == boolean.class) {
            return false;
        }
        return type == String.class ? "" : null;
    }
}
