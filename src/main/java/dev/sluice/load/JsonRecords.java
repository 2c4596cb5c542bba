package dev.sluice.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.avro.RecordSchemas;
import dev.sluice.files.JsonLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * JSON objects as records, led by the schema, so that a field added to a schema can be loaded without more code. Optional
 * fields may be left out; a field that may be null is written plainly, or as Avro's own JSON does:
 * {@code {"string": "x"}}. Bytes are a string with one character from U+0000 to U+00FF for each byte, as in Avro's JSON.
 *
 * @param <T> generated record
 */
final class JsonRecords<T extends SpecificRecordBase> {

    private final Class<T> type;
    private final Schema schema;

    JsonRecords(Class<T> type) {
        this.type = type;
        this.schema = RecordSchemas.of(type);
    }

    /** @throws dev.sluice.files.InputFileException with the line and the field that does not fit */
    T read(JsonLine line) {
        for (Iterator<String> names = line.fields().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (schema.getField(name) == null) {
                throw line.fault("unknown field '" + name + "', known are " + fieldNames());
            }
        }
        T record = type.cast(SpecificData.newInstance(type, schema));
        for (Schema.Field field : schema.getFields()) {
            JsonNode node = line.fields().get(field.name());
            if (node != null) {
                record.put(field.pos(), value(line, field.name(), field.schema(), node));
            } else if (field.hasDefaultValue()) {
                record.put(field.pos(), SpecificData.get().getDefaultValue(field));
            } else {
                throw line.fault("field '" + field.name() + "' is missing");
            }
        }
        return record;
    }

    private String fieldNames() {
        return schema.getFields().stream().map(Schema.Field::name).collect(Collectors.joining(", "));
    }

    private static Object value(JsonLine line, String name, Schema schema, JsonNode node) {
        return switch (schema.getType()) {
            case UNION -> optional(line, name, schema, node);
            case STRING -> {
                require(line, name, node.isTextual(), node, "a text");
                yield node.textValue();
            }
            case INT -> {
                require(line, name, node.isIntegralNumber() && node.canConvertToInt(), node, "a whole number");
                yield node.intValue();
            }
            case BOOLEAN -> {
                require(line, name, node.isBoolean(), node, "true or false");
                yield node.booleanValue();
            }
            case FLOAT -> number(line, name, node);
            case BYTES -> bytes(line, name, node);
            case ARRAY -> array(line, name, schema, node);
            case MAP -> map(line, name, schema, node);
            default -> throw new IllegalStateException("field '" + name + "' has a type that JSON lines cannot give");
        };
    }

    private static Object optional(JsonLine line, String name, Schema union, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        Schema branch = union.getTypes().get(1);
        JsonNode tagged = node.isObject() && node.size() == 1 ? node.get(branch.getName()) : null;
        return value(line, name, branch, tagged == null ? node : tagged);
    }

    private static float number(JsonLine line, String name, JsonNode node) {
        require(line, name, node.isNumber(), node, "a number");
        float value = (float) node.doubleValue();
        require(line, name, Float.isFinite(value), node, "a finite float");
        return value;
    }

    private static ByteBuffer bytes(JsonLine line, String name, JsonNode node) {
        require(line, name, node.isTextual(), node, "a text with one character for each byte");
        String text = node.textValue();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                throw line.fault("field '" + name + "' has a character above U+00FF at position " + i
                        + ": bytes are written with one character from U+0000 to U+00FF each");
            }
        }
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Object> array(JsonLine line, String name, Schema schema, JsonNode node) {
        require(line, name, node.isArray(), node, "a list");
        List<Object> values = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            values.add(value(line, name + "[" + i + "]", schema.getElementType(), node.get(i)));
        }
        return values;
    }

    private static Map<String, Object> map(JsonLine line, String name, Schema schema, JsonNode node) {
        require(line, name, node.isObject(), node, "an object");
        Map<String, Object> values = new HashMap<>();
        node.properties()
                .forEach(entry -> values.put(
                        entry.getKey(),
                        value(line, name + "." + entry.getKey(), schema.getValueType(), entry.getValue())));
        return values;
    }

    private static void require(JsonLine line, String name, boolean good, JsonNode found, String wanted) {
        if (!good) {
            String shown = found.toString();
            throw line.fault("field '" + name + "' must be " + wanted + ", this is "
                    + (shown.length() <= 60 ? shown : shown.substring(0, 60) + "..."));
        }
    }
}
