package dev.sluice.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads {@code learning.window}: {@code all} or a section {@code {time: 24h}}. */
final class WindowBinding {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(36500);

    private WindowBinding() {}

    static WindowSpec bind(Tree tree, String path, Problems problems) {
        if (tree instanceof Tree.Scalar scalar && "all".equals(scalar.text())) {
            return WindowSpec.all();
        }
        if (!(tree instanceof Tree.Section section) || section.entries().isEmpty()) {
            problems.add(tree, path, "is " + tree.describe() + ", use all or {time: 24h}");
            return WindowSpec.all();
        }
        WindowSpec window = WindowSpec.all();
        for (Map.Entry<String, Tree> entry : section.entries().entrySet()) {
            String place = Paths.child(path, entry.getKey());
            if (entry.getKey().equals("time")) {
                window = time(entry.getValue(), place, problems);
            } else if (entry.getKey().equals("samples")) {
                problems.add(entry.getValue(), place, "is not available in this version, use all or {time: 24h}");
            } else {
                problems.add(entry.getValue(), place, "unknown key, did you mean " + path + ".time?");
            }
        }
        return window;
    }

    private static WindowSpec time(Tree tree, String path, Problems problems) {
        try {
            Duration length = Durations.parse(tree instanceof Tree.Scalar s && !s.absent() ? s.text() : "");
            if (length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0) {
                return new WindowSpec(Optional.of(length));
            }
            problems.add(tree, path, Durations.format(length) + " is outside 1s..36500d");
        } catch (IllegalArgumentException wrong) {
            problems.add(tree, path, wrong.getMessage());
        }
        return WindowSpec.all();
    }
}
