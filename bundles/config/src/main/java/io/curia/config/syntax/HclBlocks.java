package io.curia.config.syntax;

import java.util.ArrayList;
import java.util.Map;

/**
 * The objects written under one key of an HCL body, in order: {@code a { } a { }}. A list of its own type, because one
 * block and a list of one object are the same to HCL but not to a reader who wants a map.
 */
public final class HclBlocks extends ArrayList<Object> {

    private static final long serialVersionUID = 1L;

    HclBlocks(Map<String, Object> first) {
        super(1);
        add(first);
    }
}
