package dev.sluice.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The page {@code docs/configuration.md}: every key with its default, its range and its meaning, made of the records. */
final class ConfigurationPage {

    private static final String HEAD = """
            # Configuration

            This page is made from the code; a test fails when the two differ.

            A pipeline is one YAML file, checked strictly: an unknown key, a value out of range or a key given twice is
            refused, with all problems reported at once. Every key has a default but `classes`, which only commands that read
            data files can do without, and those of the optional section `scorer` that are marked so. `--set key.path=value` lays a value over the file and is checked the same way; the
            value is YAML, so `--set 'classes=[cat, dog]'` and `--set policy.classes.cat.threshold=0.7` work.

            Durations are a whole number and a unit: `500ms`, `30s`, `10m`, `24h`, `7d`. `<name>` is the name of the pipeline,
            `<class>` a name or an index of the list of classes. The section `policy` alone is a policy file.
            Words marked *later* belong to the language and are refused in this version.

            | key | default | allowed | meaning |
            |---|---|---|---|
            """;

    private ConfigurationPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (KeyCatalogue.Entry entry : KeyCatalogue.of(PipelineSpec.class, "")) {
            Key key = entry.key();
            page.append("| `")
                    .append(entry.path())
                    .append("` | ")
                    .append(byDefault(entry))
                    .append(" | ")
                    .append(allowed(entry))
                    .append(" | ")
                    .append(key.meaning())
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String byDefault(KeyCatalogue.Entry entry) {
        if (entry.key().required()) {
            return "*required*";
        }
        return entry.key().byDefault().isEmpty() ? "" : "`" + entry.key().byDefault() + "`";
    }

    private static String allowed(KeyCatalogue.Entry entry) {
        Class<?> type = entry.component().getType();
        Key key = entry.key();
        if (type == ClassList.class) {
            return "a count in " + ClassList.FEWEST + ".." + ClassList.MOST + ", or as many unique names";
        }
        if (type == WindowSpec.class) {
            return "`all`, `{time: DURATION}`, `{samples: N}`";
        }
        if (type == List.class) {
            return "one or more";
        }
        if (type == Optional.class) {
            return "a section, or left out";
        }
        if (type.isRecord() || type == Map.class) {
            return "";
        }
        if (!key.only().isEmpty()) {
            return "`" + key.only() + "`; *later*: " + (type == boolean.class ? "`true`" : "others");
        }
        if (type.isEnum()) {
            return words(type);
        }
        return range(type, key);
    }

    private static String range(Class<?> type, Key key) {
        if (type == boolean.class) {
            return "`true`, `false`";
        }
        if (type == Duration.class) {
            return key.shortest() + ".." + key.longest();
        }
        if (type == String.class) {
            return key.patternInWords();
        }
        boolean optional = type == OptionalDouble.class;
        return Scalars.range(key) + (optional ? ", or left out" : "");
    }

    private static String words(Class<?> type) {
        List<String> now = Scalars.available(type);
        StringBuilder words = new StringBuilder("`" + String.join("`, `", now) + "`");
        String before = "; *later*: `";
        for (Object constant : type.getEnumConstants()) {
            if (!now.contains(Scalars.word(constant))) {
                words.append(before).append(Scalars.word(constant)).append('`');
                before = ", `";
            }
        }
        return words.toString();
    }
}
