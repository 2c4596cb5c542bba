package dev.sluice.spec;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a YAML text says before anybody knows which types its keys want: scalars stay text. The line is the one in the
 * file, starting at 1.
 */
sealed interface Tree {

    int line();

    /** One value as written; null where nothing or {@code null} was written. */
    record Scalar(int line, String text) implements Tree {
        boolean absent() {
            return text == null;
        }
    }

    /** A list. The list may be changed by {@code --set}. */
    record Items(int line, List<Tree> items) implements Tree {}

    /** A section. The map keeps the order of the file and may be changed by {@code --set}. */
    record Section(int line, LinkedHashMap<String, Tree> entries) implements Tree {}

    /** An empty section. */
    static Section section(int line) {
        return new Section(line, new LinkedHashMap<>());
    }

    /** What it is, in words, with its text where that is short. */
    default String describe() {
        if (this instanceof Scalar scalar) {
            return scalar.absent() ? "empty" : "'" + scalar.text() + "'";
        }
        return this instanceof Items ? "a list" : "a section";
    }
}
