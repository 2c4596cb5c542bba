package dev.sluice.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The JSON Schema (2020-12) of a pipeline file, made of the records, for completion and checks in editors. Values that
 * this version cannot do yet are left out. What it cannot say (that topics differ, that class names are unique) the
 * binder checks.
 */
final class JsonSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonSchema() {}

    static ObjectNode ofPipeline() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A Sluice pipeline");
        schema.setAll(section(PipelineSpec.class));
        schema.putArray("required").add("classes");
        return schema;
    }

    private static ObjectNode section(Class<?> type) {
        ObjectNode section = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = section.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(KeyCatalogue.name(component), property(component));
            if (component.getAnnotation(Key.class).required()) {
                section.withArray("required").add(KeyCatalogue.name(component));
            }
        }
        return section;
    }

    private static ObjectNode property(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        ObjectNode property = JSON.objectNode().put("description", key.meaning());
        property.setAll(type(component, key));
        if (!key.byDefault().isEmpty() && !key.byDefault().contains("<name>") && isScalar(component.getType())) {
            property.set("default", value(key.byDefault(), component.getType()));
        }
        return property;
    }

    private static ObjectNode type(RecordComponent component, Key key) {
        Class<?> type = component.getType();
        if (type == ClassList.class) {
            return classes();
        }
        if (type == WindowSpec.class) {
            return window();
        }
        if (type == Optional.class) {
            return section(KeyCatalogue.content(component));
        }
        if (type.isRecord()) {
            ObjectNode section = section(type);
            // all keys of a section may be commented out
            section.putArray("type").add("object").add("null");
            return section;
        }
        if (type == List.class) {
            ObjectNode list =
                    JSON.objectNode().put("type", "array").put("minItems", 1).put("maxItems", 1);
            list.set("items", section(KeyCatalogue.content(component)));
            return list;
        }
        if (type == Map.class) {
            ObjectNode map = JSON.objectNode().put("type", "object");
            map.set("additionalProperties", section(KeyCatalogue.content(component)));
            return map;
        }
        return scalar(type, key);
    }

    private static ObjectNode scalar(Class<?> type, Key key) {
        ObjectNode scalar = JSON.objectNode();
        if (!key.only().isEmpty()) {
            return scalar.set("const", value(key.only(), type));
        }
        if (type.isEnum()) {
            ArrayNode words = scalar.putArray("enum");
            Scalars.available(type).forEach(words::add);
            return scalar;
        }
        if (type == boolean.class) {
            return scalar.put("type", "boolean");
        }
        if (type == Duration.class) {
            return duration();
        }
        if (type == String.class) {
            scalar.put("type", "string");
            return key.pattern().isEmpty() ? scalar : scalar.put("pattern", "^" + key.pattern() + "$");
        }
        scalar.put("type", type == int.class || type == long.class ? "integer" : "number");
        scalar.set("minimum", number(key.min()));
        return scalar.set("maximum", number(key.max()));
    }

    private static ObjectNode duration() {
        return JSON.objectNode().put("type", "string").put("pattern", "^" + Durations.PATTERN + "$");
    }

    private static ObjectNode classes() {
        ObjectNode either = JSON.objectNode();
        ArrayNode ways = either.putArray("oneOf");
        ways.addObject().put("type", "integer").put("minimum", ClassList.FEWEST).put("maximum", ClassList.MOST);
        ObjectNode names = ways.addObject()
                .put("type", "array")
                .put("minItems", ClassList.FEWEST)
                .put("maxItems", ClassList.MOST);
        names.putObject("items").putArray("type").add("string").add("number").add("boolean");
        return either;
    }

    private static ObjectNode window() {
        ObjectNode either = JSON.objectNode();
        ArrayNode ways = either.putArray("oneOf");
        ways.addObject().put("const", "all");
        ObjectNode time = ways.addObject().put("type", "object").put("additionalProperties", false);
        time.putObject("properties").set("time", duration());
        time.putArray("required").add("time");
        ObjectNode samples = ways.addObject().put("type", "object").put("additionalProperties", false);
        samples.putObject("properties")
                .putObject("samples")
                .put("type", "integer")
                .put("minimum", WindowBinding.FEWEST)
                .put("maximum", WindowBinding.MOST);
        samples.putArray("required").add("samples");
        return either;
    }

    private static boolean isScalar(Class<?> type) {
        return type != Optional.class && type != List.class && type != Map.class && type != ClassList.class;
    }

    private static JsonNode value(String text, Class<?> type) {
        if (type == boolean.class) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        boolean numeric =
                type == int.class || type == long.class || type == double.class || type == OptionalDouble.class;
        return numeric ? number(Double.parseDouble(text)) : JSON.textNode(text);
    }

    private static JsonNode number(double value) {
        return value == Math.rint(value) ? JSON.numberNode((long) value) : JSON.numberNode(value);
    }
}
