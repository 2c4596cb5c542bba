package dev.sluice.spec;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Turns the text of one value into the type of its key, or says what is wrong with it. */
final class Scalars {

    private Scalars() {}

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException with a message for people
     */
    static Object parse(String text, Class<?> type, Key key) {
        if (!key.only().isEmpty() && !text.equals(key.only()) && !misspelt(text, type)) {
            throw new IllegalArgumentException(text + " is not available in this version, leave it at " + key.only());
        }
        if (type == int.class) {
            return (int) whole(text, key);
        }
        if (type == long.class) {
            return whole(text, key);
        }
        if (type == double.class) {
            return number(text, key);
        }
        if (type == OptionalDouble.class) {
            return OptionalDouble.of(number(text, key));
        }
        if (type == boolean.class) {
            return truth(text);
        }
        if (type == Duration.class) {
            return duration(text, key);
        }
        return type.isEnum() ? choice(text, type) : text(text, key);
    }

    private static boolean misspelt(String text, Class<?> type) {
        return type == boolean.class && !text.equals("true") && !text.equals("false");
    }

    private static long whole(String text, Key key) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number in " + range(key));
        }
        double near = Double.parseDouble(text);
        if (near < key.min() || near > key.max()) {
            throw new IllegalArgumentException(text + " is outside " + range(key));
        }
        return Long.parseLong(text);
    }

    private static double number(String text, Key key) {
        if (!text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
            throw new IllegalArgumentException("'" + text + "' is not a number in " + range(key));
        }
        double value = Double.parseDouble(text);
        if (value < key.min() || value > key.max()) {
            throw new IllegalArgumentException(text + " is outside " + range(key));
        }
        // -0.0 equals 0.0 and means the same, but would be another text and so another hash
        return value + 0.0;
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        }
        return text.equals("true");
    }

    private static Duration duration(String text, Key key) {
        Duration value = Durations.parse(text);
        if (value.compareTo(Durations.parse(key.shortest())) < 0
                || value.compareTo(Durations.parse(key.longest())) > 0) {
            throw new IllegalArgumentException(text + " is outside " + key.shortest() + ".." + key.longest());
        }
        return value;
    }

    private static String text(String text, Key key) {
        if (!key.pattern().isEmpty() && !text.matches(key.pattern())) {
            throw new IllegalArgumentException("'" + text + "' is not allowed: " + key.patternInWords());
        }
        return text;
    }

    private static Object choice(String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (word(constant).equals(text.replace('-', '_'))) {
                if (notYet(constant)) {
                    throw new IllegalArgumentException(
                            text + " is not available in this version yet, use " + words(type, " or "));
                }
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not one of " + words(type, ", "));
    }

    private static String words(Class<?> type, String between) {
        return available(type).stream().collect(Collectors.joining(between));
    }

    /** The words of an enum that work in this version. */
    static List<String> available(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> !notYet(constant))
                .map(Scalars::word)
                .toList();
    }

    /** How an enum constant is written in the file. */
    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static boolean notYet(Object constant) {
        try {
            return constant.getClass().getField(((Enum<?>) constant).name()).isAnnotationPresent(NotYet.class);
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A range of numbers as people write it, such as {@code 0..1}. */
    static String range(Key key) {
        return number(key.min()) + ".." + number(key.max());
    }

    /** A number without a needless fraction. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
