package io.curia.core.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.curia.api.model.GoDuration;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** Writes records, maps, lists and plain values to a Jackson generator, as Go's encoders would. */
final class RecordWriter {
    private static final Object LEFT_OUT = new Object();
    private final boolean text;

    /** @param text JSON, where numbers and durations are texts as Go prints them; otherwise msgpack */
    RecordWriter(boolean text) {
        this.text = text;
    }

    void write(Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String string) {
            out.writeString(string);
        } else if (value instanceof Record record) {
            writeRecord(record, out);
        } else if (value instanceof Collection<?> list) {
            writeList(list, out);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, out);
        } else if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            writeFraction(number, out);
        } else {
            out.writeString(value.toString());
        }
    }

    private void writeFraction(Number number, JsonGenerator out) throws IOException {
        if (text) {
            out.writeNumber(GoNumber.format(number.doubleValue()));
        } else {
            out.writeNumber(number.doubleValue());
        }
    }

    /** One map with the fields of several records. */
    void writeFlat(Record[] parts, JsonGenerator out) throws IOException {
        int count = 0;
        for (Record part : parts) {
            count += fields(part);
        }
        out.writeStartObject(parts, count);
        for (Record part : parts) {
            writeFields(part, out);
        }
        out.writeEndObject();
    }

    /** One map with a field of that name and those of a record. */
    void writeWith(String name, Object value, Record others, JsonGenerator out) throws IOException {
        out.writeStartObject(others, 1 + fields(others));
        out.writeFieldName(name);
        write(value, out);
        writeFields(others, out);
        out.writeEndObject();
    }

    private static int fields(Record record) {
        int count = 0;
        for (RecordShape.Field field : RecordShape.of(record.getClass()).fields) {
            count += field.omitEmpty && isEmpty(field.of(record)) ? 0 : 1;
        }
        return count;
    }

    private void writeFields(Record record, JsonGenerator out) throws IOException {
        for (RecordShape.Field field : RecordShape.of(record.getClass()).fields) {
            Object value = field.of(record);
            if (!field.omitEmpty || !isEmpty(value)) {
                writeField(field, value, out);
            }
        }
    }

    private void writeRecord(Record record, JsonGenerator out) throws IOException {
        RecordShape shape = RecordShape.of(record.getClass());
        Object[] values = new Object[shape.fields.length];
        int count = 0;
        for (RecordShape.Field field : shape.fields) {
            Object value = field.of(record);
            if (field.omitEmpty && isEmpty(value)) {
                values[field.position] = LEFT_OUT;
            } else {
                values[field.position] = value;
                count++;
            }
        }
        out.writeStartObject(record, count);
        for (RecordShape.Field field : shape.fields) {
            Object value = values[field.position];
            if (value == LEFT_OUT) {
                continue;
            }
            writeField(field, value, out);
        }
        out.writeEndObject();
    }

    private void writeField(RecordShape.Field field, Object value, JsonGenerator out) throws IOException {
        out.writeFieldName(field.name);
        if (field.duration && text) {
            out.writeString(GoDuration.format((Long) value));
        } else if (text && value instanceof Long number && number < 0) {
            out.writeNumber(Long.toUnsignedString(number));
        } else if (field.unsigned && out instanceof MsgpackGenerator msgpack) {
            msgpack.writeUnsigned((Long) value);
        } else {
            write(value, out);
        }
    }

    private void writeList(Collection<?> list, JsonGenerator out) throws IOException {
        out.writeStartArray(list, list.size());
        for (Object element : list) {
            write(element, out);
        }
        out.writeEndArray();
    }

    private void writeMap(Map<?, ?> map, JsonGenerator out) throws IOException {
        out.writeStartObject(map, map.size());
        String[] keys = new String[map.size()];
        int i = 0;
        for (Object key : map.keySet()) {
            keys[i++] = (String) key;
        }
        Arrays.sort(keys);
        for (String key : keys) {
            out.writeFieldName(key);
            write(map.get(key), out);
        }
        out.writeEndObject();
    }

    private static boolean isEmpty(Object value) {
        if (value == null || "".equals(value) || Boolean.FALSE.equals(value)) {
            return true;
        }
        if (value instanceof Number number) {
            return number.doubleValue() == 0;
        }
        if (value instanceof Collection<?> list) {
            return list.isEmpty();
        }
        return value instanceof Map<?, ?> map ? map.isEmpty() : value instanceof byte[] bytes && bytes.length == 0;
    }
}
