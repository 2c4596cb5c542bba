package dev.sluice.spec;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Makes records of a tree. It never stops at a problem: it notes it, goes on with the default, and so finds all of them
 * in one run. Whoever called it must not use the result when there were problems.
 */
final class Binder {

    private final Problems problems;
    private final String pipeline;

    /**
     * @param pipeline stands in for {@code <name>} in defaults
     */
    Binder(Problems problems, String pipeline) {
        this.problems = problems;
        this.pipeline = pipeline;
    }

    /** Binds one section. */
    <T extends Record> T section(Tree tree, Class<T> type, String path) {
        Tree.Section section = asSection(tree, path);
        refuseUnknown(section, type, path);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = KeyCatalogue.name(components[i]);
            Tree value = section.entries().get(name);
            Key key = components[i].getAnnotation(Key.class);
            if (value == null && key.required()) {
                problems.add(section, Paths.child(path, name), "missing: " + key.meaning());
                values[i] = "";
            } else {
                values[i] = value(value, components[i], Paths.child(path, name));
            }
        }
        T bound = Records.make(type, values);
        if (bound instanceof Checked checked) {
            checked.check((key, message) -> {
                String place = Paths.join(path, key);
                if (!problems.touch(place)) {
                    problems.add(find(section, key), place, message);
                }
            });
        }
        return bound;
    }

    private Object value(Tree tree, RecordComponent component, String path) {
        Key key = component.getAnnotation(Key.class);
        Class<?> type = component.getType();
        boolean given = tree != null;
        if (type == ClassList.class) {
            return given ? ClassListBinding.bind(tree, path, problems) : null;
        }
        if (type == Optional.class) {
            return given
                    ? Optional.of(section(tree, KeyCatalogue.content(component).asSubclass(Record.class), path))
                    : Optional.empty();
        }
        if (!given) {
            tree = byDefault(key);
        }
        if (type == WindowSpec.class) {
            return WindowBinding.bind(tree, path, problems);
        }
        if (type.isRecord()) {
            return section(tree, type.asSubclass(Record.class), path);
        }
        if (type == List.class) {
            return items(tree, component, path);
        }
        if (type == Map.class) {
            return entries(tree, component, path);
        }
        return type == OptionalDouble.class && !given ? OptionalDouble.empty() : scalar(tree, type, key, path);
    }

    private Tree byDefault(Key key) {
        return YamlText.read("default", key.byDefault().replace("<name>", pipeline), 1, problems);
    }

    private Object scalar(Tree tree, Class<?> type, Key key, String path) {
        try {
            if (tree instanceof Tree.Scalar scalar && !scalar.absent()) {
                return Scalars.parse(scalar.text(), type, key);
            }
            problems.add(
                    tree,
                    path,
                    tree instanceof Tree.Scalar
                            ? key.required()
                                    ? "has no value: " + key.meaning()
                                    : "has no value, leave the key out for its default " + key.byDefault()
                            : "is " + tree.describe() + ", one value is expected");
        } catch (IllegalArgumentException wrong) {
            problems.add(tree, path, wrong.getMessage());
        }
        return type == OptionalDouble.class
                ? OptionalDouble.empty()
                : key.required() ? "" : Scalars.parse(key.byDefault().replace("<name>", "x"), type, key);
    }

    private List<Object> items(Tree tree, RecordComponent component, String path) {
        List<Object> bound = new ArrayList<>();
        if (tree instanceof Tree.Items items) {
            for (Tree item : items.items()) {
                bound.add(section(
                        item,
                        KeyCatalogue.content(component).asSubclass(Record.class),
                        Paths.item(path, bound.size())));
            }
        } else if (!(tree instanceof Tree.Scalar scalar) || !scalar.absent()) {
            problems.add(tree, path, "is " + tree.describe() + ", a list is expected: - id: main");
        }
        return bound;
    }

    private Map<String, Object> entries(Tree tree, RecordComponent component, String path) {
        Map<String, Object> bound = new LinkedHashMap<>();
        Class<? extends Record> type = KeyCatalogue.content(component).asSubclass(Record.class);
        asSection(tree, path)
                .entries()
                .forEach((key, value) -> bound.put(key, section(value, type, Paths.child(path, key))));
        return bound;
    }

    private Tree.Section asSection(Tree tree, String path) {
        if (tree instanceof Tree.Section section) {
            return section;
        }
        // a section whose keys are all commented out is empty in YAML
        if (!(tree instanceof Tree.Scalar scalar) || !scalar.absent()) {
            problems.add(tree, path.isEmpty() ? "the file" : path, "is " + tree.describe() + ", keys are expected");
        }
        return Tree.section(tree.line());
    }

    private void refuseUnknown(Tree.Section section, Class<?> type, String path) {
        List<String> known = KeyCatalogue.keys(type);
        section.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(
                        value,
                        Paths.child(path, key),
                        "unknown key, "
                                + KeyCatalogue.meant(type, path, key)
                                        .map(meant -> "did you mean " + meant + "?")
                                        .orElse("known here: " + String.join(", ", known)));
            }
        });
    }

    private static Tree find(Tree.Section section, String path) {
        Tree at = section;
        for (String step : path.split("\\.")) {
            Tree next = at instanceof Tree.Section here ? here.entries().get(step) : null;
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }
}
