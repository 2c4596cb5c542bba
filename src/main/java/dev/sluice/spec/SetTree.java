package dev.sluice.spec;

import java.util.Arrays;
import java.util.Map;

/** Lays {@code --set key.path=value} over what the file says. The value is YAML, so lists and sections can be set too. */
final class SetTree {

    /** How the place of a problem starts that came from the command line. */
    static final String MARK = "--set ";

    /** The line of the first such value: behind every line of the file. The next ones follow in their order. */
    static final int LINE = 1_000_000_000;

    private SetTree() {}

    static void apply(Tree.Section root, Map<String, String> sets, Problems problems) {
        int line = LINE;
        for (Map.Entry<String, String> set : sets.entrySet()) {
            Tree value = YamlText.read(MARK + set.getKey(), set.getValue(), line++, problems);
            put(root, set.getKey(), value, problems);
        }
    }

    private static void put(Tree.Section root, String path, Tree value, Problems problems) {
        String[] steps = path.split("\\.", -1);
        Tree at = root;
        for (int i = 0; i < steps.length; i++) {
            boolean last = i == steps.length - 1;
            if (steps[i].isEmpty()) {
                problems.add(value, path, "not a key, write for example policy.mode=shadow");
                return;
            }
            Tree next = last ? value : null;
            if (at instanceof Tree.Section section) {
                at = step(section, steps[i], next, value.line());
            } else if (at instanceof Tree.Items items) {
                int index = index(steps[i], items.items().size());
                if (index < 0) {
                    problems.add(
                            value,
                            path,
                            steps[i] + " is not one of the " + items.items().size() + " entries, counted from 0");
                    return;
                }
                at = next == null ? items.items().get(index) : items.items().set(index, next);
            } else {
                problems.add(value, path, String.join(".", Arrays.copyOf(steps, i)) + " is not a section");
                return;
            }
        }
    }

    private static Tree step(Tree.Section section, String key, Tree value, int line) {
        if (value != null) {
            return section.entries().put(key, value);
        }
        Tree there = section.entries().get(key);
        if (there == null || there instanceof Tree.Scalar scalar && scalar.absent()) {
            there = key.equals("models") ? KeyCatalogue.defaultOf(PipelineSpec.class, key) : Tree.section(line);
            section.entries().put(key, there);
        }
        return there;
    }

    private static int index(String text, int size) {
        try {
            int index = Integer.parseInt(text);
            return index < size ? index : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
