package dev.sluice.spec;

/** Names of places in a pipeline file, such as {@code policy.warmUp} and {@code models[0].id}. */
final class Paths {

    private Paths() {}

    static String child(String parent, String key) {
        return parent.isEmpty() ? key : parent + "." + key;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** A path below a section; the section itself where the rest is empty. */
    static String join(String parent, String rest) {
        return rest.isEmpty() ? parent : child(parent, rest);
    }
}
