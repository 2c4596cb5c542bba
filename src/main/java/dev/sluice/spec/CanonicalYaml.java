package dev.sluice.spec;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes records back as YAML: every key, in the order of the records, one way only. Reads back as equal records. */
final class CanonicalYaml {

    private final StringBuilder text = new StringBuilder();

    private CanonicalYaml() {}

    static String write(Record section) {
        CanonicalYaml yaml = new CanonicalYaml();
        yaml.section(section, 0, "");
        return yaml.text.toString();
    }

    private void section(Record section, int depth, String lead) {
        String before = lead;
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            Object value = Records.read(section, component);
            if (value instanceof OptionalDouble option && option.isEmpty()
                    || value instanceof Optional<?> part && part.isEmpty()) {
                continue;
            }
            if (value instanceof Optional<?> part) {
                value = part.orElseThrow();
            }
            entry(KeyCatalogue.name(component), value, depth, before);
            before = "";
        }
    }

    /** One key and its value; the lead stands in place of the last two spaces of the indent. */
    private void entry(String key, Object value, int depth, String lead) {
        text.append("  ".repeat(lead.isEmpty() ? depth : depth - 1))
                .append(lead)
                .append(quoted(key))
                .append(':');
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append('\n');
            map.forEach((name, inner) -> entry((String) name, inner, depth + 1, ""));
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
            text.append('\n');
            list.forEach(item -> section((Record) item, depth + 2, "- "));
        } else if (value instanceof Record section && !(value instanceof WindowSpec)) {
            int start = text.append('\n').length();
            section(section, depth + 1, "");
            if (text.length() == start) {
                text.setLength(start - 1);
                text.append(" {}\n");
            }
        } else {
            text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Enum<?>) {
            return Scalars.word(value);
        }
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof OptionalDouble option) {
            return Scalars.number(option.getAsDouble());
        }
        if (value instanceof Double number) {
            return Scalars.number(number);
        }
        if (value instanceof Map<?, ?>) {
            return "{}";
        }
        if (value instanceof List<?>) {
            return "[]";
        }
        if (value instanceof ClassList classes) {
            return classes.equals(ClassList.count(classes.size()))
                    ? Integer.toString(classes.size())
                    : classes.names().stream()
                            .map(CanonicalYaml::quoted)
                            .toList()
                            .toString();
        }
        return value instanceof String words ? quoted(words) : String.valueOf(value);
    }

    private static String quoted(String words) {
        boolean plain =
                words.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*") && !words.matches("(?i)y|n|yes|no|on|off|true|false|null");
        return plain ? words : '"' + escaped(words) + '"';
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
