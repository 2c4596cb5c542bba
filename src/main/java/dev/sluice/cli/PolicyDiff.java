package dev.sluice.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How two policies differ, key by key. Takes their canonical texts, in which every line is one key. */
final class PolicyDiff {

    private static final int INDENT = 2;

    private PolicyDiff() {}

    /** One line for each key that differs: {@code warmUp.samples: 1000 -> 500}. */
    static List<String> lines(String before, String after) {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        List<String> diff = new ArrayList<>();
        old.forEach((key, value) -> {
            if (!value.equals(now.get(key))) {
                diff.add(key + ": " + value + " -> " + now.getOrDefault(key, "(not set)"));
            }
        });
        now.forEach((key, value) -> {
            if (!old.containsKey(key)) {
                diff.add(key + ": (not set) -> " + value);
            }
        });
        return diff;
    }

    private static Map<String, String> flat(String yaml) {
        Map<String, String> flat = new LinkedHashMap<>();
        List<String> path = new ArrayList<>();
        for (String line : yaml.lines().toList()) {
            int depth = (line.length() - line.stripLeading().length()) / INDENT;
            int colon = line.indexOf(':');
            path = new ArrayList<>(path.subList(0, Math.min(depth, path.size())));
            path.add(line.substring(0, colon).strip());
            String value = line.substring(colon + 1).strip();
            if (!value.isEmpty() && !value.equals("{}")) {
                flat.put(String.join(".", path), value);
            }
        }
        return flat;
    }
}
