package dev.sluice.spec;

import java.util.function.BiConsumer;

/** A section whose keys depend on each other: told apart from the ranges of single keys, and checked after them. */
interface Checked {

    /**
     * Reports what does not fit together.
     *
     * @param report takes a key's path below this section, empty for the section itself, and what is wrong
     */
    void check(BiConsumer<String, String> report);
}
