package dev.sluice.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code classes}: a count or a list of names. */
final class ClassListBinding {

    private static final String RANGE = ClassList.FEWEST + ".." + ClassList.MOST;
    private static final int LONGEST_NAME = 200;

    private ClassListBinding() {}

    static ClassList bind(Tree tree, String path, Problems problems) {
        int before = problems.count();
        ClassList list = null;
        if (tree instanceof Tree.Items items) {
            List<String> names = names(items, path, problems);
            if (problems.count() == before) {
                if (names.size() < ClassList.FEWEST || names.size() > ClassList.MOST) {
                    problems.add(tree, path, names.size() + " names is outside " + RANGE);
                } else {
                    list = ClassList.of(names);
                }
            }
        } else if (tree instanceof Tree.Scalar scalar && !scalar.absent()) {
            list = count(scalar, path, problems);
        } else {
            problems.add(tree, path, "is " + tree.describe() + ", give a count in " + RANGE + " or a list of names");
        }
        return list;
    }

    private static ClassList count(Tree.Scalar scalar, String path, Problems problems) {
        String text = scalar.text();
        if (!text.matches("[+-]?[0-9]+")) {
            problems.add(scalar, path, "'" + text + "' is neither a count in " + RANGE + " nor a list of names");
            return null;
        }
        double count = Double.parseDouble(text);
        if (count < ClassList.FEWEST || count > ClassList.MOST) {
            problems.add(scalar, path, text + " is outside " + RANGE);
            return null;
        }
        return ClassList.count((int) count);
    }

    private static List<String> names(Tree.Items items, String path, Problems problems) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Tree item : items.items()) {
            String place = Paths.item(path, names.size());
            String name = item instanceof Tree.Scalar scalar && !scalar.absent() ? scalar.text() : "";
            if (name.isBlank()) {
                problems.add(item, place, "is " + item.describe() + ", a name is expected");
            } else if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                problems.add(item, place, "a name has at most " + LONGEST_NAME + " characters and no control ones");
            } else if (!seen.add(name)) {
                problems.add(item, place, "'" + name + "' is listed twice, names must be unique");
            }
            names.add(name);
        }
        return names;
    }
}
