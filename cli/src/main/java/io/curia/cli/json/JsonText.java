package io.curia.cli.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes JSON as Go's encoder does: indentation, HTML-safe escapes, numbers. Objects keep their order. */
public final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();
    private final String unit;

    private JsonText(String unit) {
        this.unit = unit;
    }

    /** On many lines, each level one {@code unit} further in. */
    public static String indented(Object value, String unit) {
        JsonText writer = new JsonText(unit);
        writer.value(value, "\n");
        return writer.text.toString();
    }

    /** On one line, as bytes to send. */
    public static byte[] bytes(Object value) {
        JsonText writer = new JsonText(null);
        writer.value(value, "");
        return writer.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A text in quotes. */
    public static String quoted(String value) {
        JsonText writer = new JsonText(null);
        writer.string(value);
        return writer.text.toString();
    }

    private void value(Object value, String line) {
        if (value instanceof Map) {
            object((Map<?, ?>) value, line);
        } else if (value instanceof List) {
            array((List<?>) value, line);
        } else if (value instanceof byte[]) {
            string(Base64.getEncoder().encodeToString((byte[]) value));
        } else if (value instanceof Double || value instanceof Float) {
            text.append(number(((Number) value).doubleValue()));
        } else if (value == null || value instanceof Boolean || value instanceof Number) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private void object(Map<?, ?> object, String line) {
        if (object.isEmpty()) {
            text.append("{}");
            return;
        }
        String inner = unit == null ? "" : line + unit;
        char separator = '{';
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            text.append(separator).append(inner);
            string(String.valueOf(entry.getKey()));
            text.append(unit == null ? ":" : ": ");
            value(entry.getValue(), inner);
            separator = ',';
        }
        text.append(line).append('}');
    }

    private void array(List<?> array, String line) {
        if (array.isEmpty()) {
            text.append("[]");
            return;
        }
        String inner = unit == null ? "" : line + unit;
        char separator = '[';
        for (Object element : array) {
            text.append(separator).append(inner);
            value(element, inner);
            separator = ',';
        }
        text.append(line).append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                        text.append("\\u").append(HEX.charAt(c >> 12)).append(HEX.charAt(c >> 8 & 15))
                            .append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** Go's shortest form: plain digits between 1e-6 and 1e21, else an exponent of at least two digits. */
    static String number(double value) {
        double size = Math.abs(value);
        java.math.BigDecimal exact = new java.math.BigDecimal(Double.toString(value));
        if (size == 0 || size >= 1e-6 && size < 1e21) {
            String plain = exact.stripTrailingZeros().toPlainString();
            return size == 0 ? "0" : plain;
        }
        java.math.BigDecimal stripped = exact.stripTrailingZeros();
        String digits = stripped.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - stripped.scale();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = Integer.toString(Math.abs(exponent));
        if (power.length() == 1 && exponent > 0) {
            power = "0" + power;
        }
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
