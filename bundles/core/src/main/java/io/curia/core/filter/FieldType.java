package io.curia.core.filter;

import io.curia.api.model.Wire;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a selector leads to, as far as filters know types. */
sealed interface FieldType {
    /** Text: compared, searched and matched. */
    record Text() implements FieldType { }

    /** True or false. */
    record Bool() implements FieldType { }

    /** An integer of 64 bits. */
    record Int() implements FieldType { }

    /** A floating-point number. */
    record Real() implements FieldType { }

    /** A list; a selector that goes on holds when it does for any element. */
    record ListOf(FieldType element) implements FieldType { }

    /** A map with text keys. */
    record MapOf(FieldType value) implements FieldType { }

    /** A record, whose fields are selected by their names on the wire. */
    record Struct(Class<?> type) implements FieldType {
        /** The field of this name, or null. */
        Field field(String name) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (wireName(component).equals(name)) {
                    FieldType fieldType = NOT_SELECTABLE.contains(name) ? null : FieldType.of(component.getGenericType());
                    return fieldType == null ? null : new Field(fieldType, getter(component));
                }
            }
            return null;
        }

        private static String wireName(RecordComponent component) {
            Wire wire = component.getAnnotation(Wire.class);
            if (wire != null && !wire.value().isEmpty()) {
                return wire.value();
            }
            String name = component.getName();
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }

        private static MethodHandle getter(RecordComponent component) {
            try {
                return MethodHandles.publicLookup().unreflect(component.getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException("not a public record: " + component.getDeclaringRecord(), e);
            }
        }
    }

    /** A field of a record and how to read it. */
    record Field(FieldType type, MethodHandle getter) {
        Object read(Object owner) {
            try {
                return owner == null ? null : getter.invokeExact(owner);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("a record's accessor failed", e);
            }
        }
    }

    /** Bookkeeping that no filter can select. */
    Set<String> NOT_SELECTABLE = Set.of("CreateIndex", "ModifyIndex", "ContentHash", "Definition");

    /** The filter's view of a Java type, or null if filters cannot select it. */
    static FieldType of(Type type) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
            Type[] arguments = parameterized.getActualTypeArguments();
            if (List.class == raw) {
                FieldType element = of(arguments[0]);
                return element == null ? null : new ListOf(element);
            }
            if (Map.class == raw && arguments[0] == String.class) {
                FieldType value = of(arguments[1]);
                return value == null ? null : new MapOf(value);
            }
        }
        return null;
    }

    private static FieldType ofClass(Class<?> plain) {
        if (plain == String.class) {
            return new Text();
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return new Bool();
        }
        if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
            return new Int();
        }
        if (plain == double.class || plain == Double.class) {
            return new Real();
        }
        return plain.isRecord() ? new Struct(plain) : null;
    }

    /** Whether values of this type can be members of a list that is searched with {@code in}. */
    default boolean isScalar() {
        return this instanceof Text || this instanceof Bool || this instanceof Int || this instanceof Real;
    }

    /** The operators that make sense here. */
    default Set<Operator> operators() {
        if (this instanceof Text) {
            return Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN, Operator.MATCHES,
                    Operator.NOT_MATCHES);
        }
        if (isScalar()) {
            return Set.of(Operator.EQUAL, Operator.NOT_EQUAL);
        }
        if (this instanceof MapOf || this instanceof ListOf list && list.element().isScalar()) {
            return Set.of(Operator.IN, Operator.NOT_IN, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY);
        }
        return this instanceof ListOf ? Set.of(Operator.IS_EMPTY, Operator.IS_NOT_EMPTY) : Set.of();
    }
}
