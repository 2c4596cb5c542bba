package dev.sluice.spec;

import java.time.Duration;
import java.util.Map;

/** Reads {@code learning.window}: {@code all}, or a section {@code {time: 24h}} or {@code {samples: 200000}}. */
final class WindowBinding {

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(36500);
    static final long FEWEST = 1;
    static final long MOST = 1_000_000_000;

    private static final String WAYS = "use all, {time: 24h} or {samples: 200000}";

    private WindowBinding() {}

    static WindowSpec bind(Tree tree, String path, Problems problems) {
        if (tree instanceof Tree.Scalar scalar && "all".equals(scalar.text())) {
            return WindowSpec.all();
        }
        if (!(tree instanceof Tree.Section section) || section.entries().isEmpty()) {
            problems.add(tree, path, "is " + tree.describe() + ", " + WAYS);
            return WindowSpec.all();
        }
        if (section.entries().containsKey("time") && section.entries().containsKey("samples")) {
            problems.add(tree, path, "has both time and samples, choose one");
            return WindowSpec.all();
        }
        WindowSpec window = WindowSpec.all();
        for (Map.Entry<String, Tree> entry : section.entries().entrySet()) {
            String place = Paths.child(path, entry.getKey());
            switch (entry.getKey()) {
                case "time" -> window = time(entry.getValue(), place, problems);
                case "samples" -> window = samples(entry.getValue(), place, problems);
                default -> problems.add(entry.getValue(), place, "unknown key, " + WAYS);
            }
        }
        return window;
    }

    private static WindowSpec time(Tree tree, String path, Problems problems) {
        try {
            Duration length = Durations.parse(tree instanceof Tree.Scalar s && !s.absent() ? s.text() : "");
            if (length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0) {
                return WindowSpec.ofTime(length);
            }
            problems.add(tree, path, Durations.format(length) + " is outside 1s..36500d");
        } catch (IllegalArgumentException wrong) {
            problems.add(tree, path, wrong.getMessage());
        }
        return WindowSpec.all();
    }

    private static WindowSpec samples(Tree tree, String path, Problems problems) {
        try {
            long count = Long.parseLong(tree instanceof Tree.Scalar s && !s.absent() ? s.text() : "");
            if (count >= FEWEST && count <= MOST) {
                return WindowSpec.ofSamples(count);
            }
            problems.add(tree, path, count + " is outside " + FEWEST + ".." + MOST);
        } catch (NumberFormatException notWhole) {
            problems.add(tree, path, "is " + tree.describe() + ", a whole number is expected");
        }
        return WindowSpec.all();
    }
}
