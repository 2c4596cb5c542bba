package dev.sluice.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every key that a pipeline file can have, read off the records. */
final class KeyCatalogue {

    /**
     * One key.
     *
     * @param path its place, with {@code []} for an entry of a list and {@code <class>} for a class
     */
    record Entry(String path, RecordComponent component, Key key) {}

    private KeyCatalogue() {}

    /** All keys below a record type, sections before their keys. */
    static List<Entry> of(Class<?> type, String path) {
        List<Entry> entries = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String place = Paths.child(path, name(component));
            entries.add(new Entry(place, component, component.getAnnotation(Key.class)));
            Class<?> inner = content(component);
            if (inner.isRecord() && inner != WindowSpec.class) {
                entries.addAll(of(inner, place + between(component.getType())));
            }
        }
        return entries;
    }

    private static String between(Class<?> type) {
        if (type == List.class) {
            return "[]";
        }
        return type == Map.class ? ".<class>" : "";
    }

    /** The type of a key's value, or of the entries of its list or map. */
    static Class<?> content(RecordComponent component) {
        Type type = component.getGenericType();
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return (Class<?>) arguments[arguments.length - 1];
        }
        return component.getType();
    }

    /** The key in the file. */
    static String name(RecordComponent component) {
        String name = component.getAnnotation(Key.class).name();
        return name.isEmpty() ? component.getName() : name;
    }

    /** The keys of one section. */
    static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(KeyCatalogue::name).toList();
    }

    /** What somebody meant by an unknown key: a neighbour in its section, or a key of this name elsewhere. */
    static Optional<String> meant(Class<?> section, String path, String typed) {
        Optional<String> neighbour = Nearest.to(typed, keys(section)).map(key -> Paths.child(path, key));
        return neighbour.isPresent()
                ? neighbour
                : of(PipelineSpec.class, "").stream()
                        .map(Entry::path)
                        .filter(known -> lower(known).equals(lower(typed))
                                || lower(known).endsWith("." + lower(typed)))
                        .findFirst();
    }

    /** The default of one key as a tree that may be changed. */
    static Tree defaultOf(Class<?> section, String name) {
        return Arrays.stream(section.getRecordComponents())
                .filter(component -> name(component).equals(name))
                .map(component -> component.getAnnotation(Key.class).byDefault())
                .map(text -> YamlText.read("default", text, SetTree.LINE, new Problems()))
                .findFirst()
                .orElseThrow();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
