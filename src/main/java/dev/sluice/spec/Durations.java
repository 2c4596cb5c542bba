package dev.sluice.spec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and ms, s, m, h or d. */
public final class Durations {

    /** The form of a duration, for the JSON Schema too. */
    static final String PATTERN = "[0-9]{1,12}(ms|s|m|h|d)";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads a duration such as {@code 500ms}, {@code 10m} or {@code 24h}.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 500ms, 10s, 10m, 1h or 7d");
        }
        return Duration.ofMillis(Math.multiplyExact(Long.parseLong(form.group(1)), millis(form.group(2))));
    }

    /** The shortest text that reads back as the same duration, to the millisecond. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            // a day is written as 24h, two as 2d: this is how people say it
            long least = unit.equals("d") ? 2 * millis(unit) : millis(unit);
            if (millis >= least && millis % millis(unit) == 0) {
                return millis / millis(unit) + unit;
            }
        }
        return millis + "ms";
    }

    private static long millis(String unit) {
        switch (unit) {
            case "d":
                return 86_400_000L;
            case "h":
                return 3_600_000L;
            case "m":
                return 60_000L;
            case "s":
                return 1000L;
            default:
                return 1L;
        }
    }
}
