package dev.sluice.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How two policies differ, key by key. Takes their canonical texts, in which every line is one key. */
final class PolicyDiff {

    private static final int INDENT = 2;
    private static final String NOT_SET = "(not set)";

    private PolicyDiff() {}

    /**
     * One key that differs.
     *
     * @param key path in the policy
     * @param before null where it was not set
     * @param after null where it is not set
     */
    record Change(String key, String before, String after) {

        @Override
        public String toString() {
            return key + ": " + (before == null ? NOT_SET : before) + " -> " + (after == null ? NOT_SET : after);
        }
    }

    /** One line for each key that differs: {@code warmUp.samples: 1000 -> 500}. */
    static List<String> lines(String before, String after) {
        return changes(before, after).stream().map(Change::toString).toList();
    }

    /** Every key that differs, those of the first text first. */
    static List<Change> changes(String before, String after) {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        List<Change> changes = new ArrayList<>();
        old.forEach((key, value) -> {
            if (!value.equals(now.get(key))) {
                changes.add(new Change(key, value, now.get(key)));
            }
        });
        now.forEach((key, value) -> {
            if (!old.containsKey(key)) {
                changes.add(new Change(key, null, value));
            }
        });
        return changes;
    }

    private static Map<String, String> flat(String yaml) {
        Map<String, String> flat = new LinkedHashMap<>();
        List<String> path = new ArrayList<>();
        for (String line : yaml.lines().toList()) {
            int depth = (line.length() - line.stripLeading().length()) / INDENT;
            int colon = line.indexOf(':', endOfQuotes(line));
            path = new ArrayList<>(path.subList(0, Math.min(depth, path.size())));
            path.add(line.substring(0, colon).strip());
            String value = line.substring(colon + 1).strip();
            if (!value.isEmpty() && !value.equals("{}")) {
                flat.put(String.join(".", path), value);
            }
        }
        return flat;
    }

    // A class may be called "a: b".
    private static int endOfQuotes(String line) {
        int start = line.length() - line.stripLeading().length();
        if (start == line.length() || line.charAt(start) != '"') {
            return start;
        }
        int at = start + 1;
        while (line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}
