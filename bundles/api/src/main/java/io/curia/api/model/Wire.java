package io.curia.api.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a record component is named and encoded on every wire (JSON and msgpack).
 *
 * <p>Without it a component {@code modifyIndex} is called {@code ModifyIndex} and always written.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Wire {
    /** The name on the wire; empty: the component's name with its first letter in upper case. */
    String value() default "";

    /** Left out when null, zero, false, or an empty string, list, map or record of empty components. */
    boolean omitEmpty() default false;

    /** Other spellings accepted on input, besides any mix of upper and lower case. */
    String[] aliases() default {};

    /** A duration in nanoseconds that is written as Go writes one ({@code "1m30s"}) and read from such text or a number. */
    boolean duration() default false;

    /** A number of 64 bits without a sign: from half of its range on it is negative in Java. */
    boolean unsigned() default false;
}
