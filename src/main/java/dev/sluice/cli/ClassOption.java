package dev.sluice.cli;

import dev.sluice.spec.ClassList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads {@code --class C}: a name of the class list, or its index. */
final class ClassOption {

    private static final int LISTED = 10;

    private ClassOption() {}

    /** @throws Misuse when there is no such class */
    static int index(String text, ClassList classes) {
        for (int k = 0; k < classes.size(); k++) {
            if (classes.name(k).equals(text)) {
                return k;
            }
        }
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) < classes.size()) {
            return Integer.parseInt(text);
        }
        throw new Misuse("--class " + text + ": there is no such class, there are "
                + IntStream.range(0, Math.min(LISTED, classes.size()))
                        .mapToObj(classes::name)
                        .collect(Collectors.joining(", "))
                + (classes.size() > LISTED ? " and " + (classes.size() - LISTED) + " more" : ""));
    }
}
