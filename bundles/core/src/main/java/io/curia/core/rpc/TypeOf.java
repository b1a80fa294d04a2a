package io.curia.core.rpc;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Captures a type with its arguments: {@code new TypeOf<List<Session>>() { }.type()}. */
abstract class TypeOf<T> {
    Type type() {
        return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
}
