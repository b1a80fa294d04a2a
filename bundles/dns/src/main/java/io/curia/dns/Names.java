package io.curia.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;

/** Domain names from and to labels as text; bytes above 127 are UTF-8. */
final class Names {
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 255;

    private Names() { }

    /** The labels of a name without the root. */
    static List<String> labels(Name name) {
        List<String> labels = new ArrayList<>(name.labels());
        for (int i = 0; i < name.labels(); i++) {
            byte[] label = name.getLabel(i);
            if (label[0] > 0) {
                labels.add(new String(label, 1, label[0], StandardCharsets.UTF_8));
            }
        }
        return labels;
    }

    /** The name with the labels of texts one after the other, each split at its dots; null if there is no such name. */
    static Name of(List<String> texts) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream(64);
        for (String text : texts) {
            for (String label : text.split("\\.", -1)) {
                byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
                if (bytes.length == 0 || bytes.length > MAX_LABEL) {
                    return null;
                }
                wire.write(bytes.length);
                wire.writeBytes(bytes);
            }
        }
        wire.write(0);
        return wire.size() > MAX_NAME ? null : fromWire(wire.toByteArray());
    }

    /** A host name, with or without the root's dot; null if there is no such name. */
    static Name host(String text) {
        String host = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return host.isEmpty() ? null : of(List.of(host));
    }

    /** The same name in lower case. */
    static Name lowerCase(Name name) {
        return fromWire(name.toWireCanonical());
    }

    private static Name fromWire(byte[] wire) {
        try {
            return new Name(wire);
        } catch (IOException e) {
            throw new UncheckedIOException("a name of checked labels", e);
        }
    }
}
