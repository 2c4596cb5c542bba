package dev.sluice.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The classes that a label can name. A label is an index in 0..K-1; names are for people. One class is refused: with
 * nothing to confuse it with, no label can be wrong.
 */
public final class ClassList {

    /** Fewest classes. */
    public static final int FEWEST = 2;

    /** Most classes. */
    public static final int MOST = 100_000;

    private final List<String> names;
    private final Map<String, Integer> indices;
    private final String hash;

    private ClassList(List<String> names) {
        if (names.size() < FEWEST || names.size() > MOST) {
            throw new IllegalArgumentException(names.size() + " classes is outside " + FEWEST + ".." + MOST);
        }
        this.names = List.copyOf(names);
        this.indices = new HashMap<>();
        for (String name : names) {
            if (indices.put(name, indices.size()) != null) {
                throw new IllegalArgumentException("class '" + name + "' is listed twice");
            }
        }
        this.hash = hashOf(this.names);
    }

    /** Classes that are known by their number only; they are called 0, 1, 2 and so on. */
    public static ClassList count(int classes) {
        return new ClassList(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /** Classes with names, in the order of their indices, each name once. */
    public static ClassList of(List<String> names) {
        return new ClassList(names);
    }

    /** K, the number of classes. */
    public int size() {
        return names.size();
    }

    /** The names, by index. */
    public List<String> names() {
        return names;
    }

    /** The name of a class, 0..K-1. */
    public String name(int index) {
        return names.get(index);
    }

    /** The index of the class of this name, or -1. A name that is a number of another class wins over that number. */
    public int indexOf(String name) {
        Integer named = indices.get(name);
        if (named != null) {
            return named;
        }
        if (!name.matches("0|[1-9][0-9]{0,5}")) {
            return -1;
        }
        int index = Integer.parseInt(name);
        return index < size() ? index : -1;
    }

    /** Whether the names say no more than the index: a list made by {@link #count}. */
    public boolean counted() {
        return IntStream.range(0, size()).allMatch(i -> names.get(i).equals(Integer.toString(i)));
    }

    /** The index of the class that is called exactly so, or -1; unlike {@link #indexOf}, never by its number. */
    public int indexOfName(String name) {
        return indices.getOrDefault(name, -1);
    }

    /** Changes with every change of a name, of their order or of their number: 16 hexadecimal digits of a SHA-256. */
    public String hash() {
        return hash;
    }

    private static String hashOf(List<String> names) {
        MessageDigest digest = Sha256.digest();
        for (String name : names) {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return Sha256.firstDigits(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassList that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return size() + " classes " + hash;
    }
}
