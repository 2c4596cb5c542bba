package dev.sluice.replay;

import dev.sluice.spec.Durations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which samples a bounded run is about: those from {@code from} on, up to but not including {@code to}.
 *
 * <p>Times are event times of the rows. Offsets are those of the samples topic; a partition that a list of offsets does not
 * name is not in the range. Whatever is asked for, a range ends where the topics end at the moment of asking.
 *
 * @param from where it begins
 * @param to where it ends
 */
public record Range(Bound from, Bound to) {

    /** Everything that is there. */
    public static final Range ALL = new Range(new Earliest(), new Latest());

    /** One end of a range. */
    public sealed interface Bound permits Earliest, Latest, Time, Offsets {}

    /** The oldest row that is still there. */
    public record Earliest() implements Bound {}

    /** The end of the moment. */
    public record Latest() implements Bound {}

    /** @param millis event time, ms since the epoch */
    public record Time(long millis) implements Bound {

        @Override
        public String toString() {
            return Instant.ofEpochMilli(millis).toString();
        }
    }

    /** @param byPartition offsets of the samples topic */
    public record Offsets(SortedMap<Integer, Long> byPartition) implements Bound {}

    public Range {
        if (from instanceof Latest) {
            throw new IllegalArgumentException("--from latest leaves nothing: name an earlier start");
        }
        if (to instanceof Earliest) {
            throw new IllegalArgumentException("--to earliest leaves nothing: name a later end");
        }
        if (from instanceof Time begin && to instanceof Time end && begin.millis() >= end.millis()) {
            throw new IllegalArgumentException(
                    "--from " + begin + " is not before --to " + end + ": the range is empty");
        }
        if (from instanceof Offsets begin && to instanceof Offsets end) {
            refuseEmpty(begin, end);
        }
    }

    private static void refuseEmpty(Offsets begin, Offsets end) {
        if (begin.byPartition().keySet().stream().noneMatch(end.byPartition()::containsKey)) {
            throw new IllegalArgumentException("--from and --to name no partition in common: the range is empty");
        }
        begin.byPartition().forEach((partition, offset) -> {
            Long last = end.byPartition().get(partition);
            if (last != null && offset >= last) {
                throw new IllegalArgumentException("partition " + partition + ": --from " + offset
                        + " is not before --to " + last + ": the range is empty there");
            }
        });
    }

    /**
     * Reads what a person asked for.
     *
     * @param since a duration before now, or null
     * @param from a bound, or null
     * @param to a bound, or null for the end
     * @param now the moment of asking
     * @throws IllegalArgumentException with a message for people
     */
    public static Range parse(String since, String from, String to, Instant now) {
        if (since != null && (from != null || to != null)) {
            throw new IllegalArgumentException("--since goes without --from and --to");
        }
        if (since != null) {
            return new Range(new Time(now.minus(Durations.parse(since)).toEpochMilli()), new Latest());
        }
        if (from == null) {
            throw new IllegalArgumentException(
                    "a range is missing: --since 24h, or --from X [--to Y] with an ISO time, earliest, latest or"
                            + " partition:offset,...");
        }
        return new Range(bound("--from", from), to == null ? new Latest() : bound("--to", to));
    }

    /** A bound in the words that {@link #parse} reads. */
    static String text(Bound bound) {
        if (bound instanceof Offsets offsets) {
            return offsets.byPartition().entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + entry.getValue())
                    .collect(Collectors.joining(","));
        }
        return bound instanceof Earliest ? "earliest" : bound instanceof Latest ? "latest" : bound.toString();
    }

    private static Bound bound(String option, String text) {
        return switch (text) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default ->
                text.matches("[0-9]+:[0-9]+(,[0-9]+:[0-9]+)*")
                        ? offsets(option, text)
                        : new Time(moment(option, text).toEpochMilli());
        };
    }

    private static Offsets offsets(String option, String text) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        for (String part : text.split(",")) {
            String[] sides = part.split(":");
            try {
                if (offsets.put(Integer.valueOf(sides[0]), Long.valueOf(sides[1])) != null) {
                    throw new IllegalArgumentException(option + " names partition " + sides[0] + " twice");
                }
            } catch (NumberFormatException tooLarge) {
                throw new IllegalArgumentException(option + " " + part + ": no partition or offset is that large");
            }
        }
        return new Offsets(offsets);
    }

    /**
     * A moment as people write it: ISO 8601 with an offset or Z; without one it is UTC; a date alone is its first moment.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static Instant time(String text) {
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            return text.matches(".*(Z|[+-][0-9]{2}(:?[0-9]{2})?)") && text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not an ISO time such as 2026-05-01T12:00:00Z");
        }
    }

    private static Instant moment(String option, String text) {
        try {
            return time(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    option + " " + wrong.getMessage() + ", nor earliest, latest or partition:offset,...", wrong);
        }
    }

    /**
     * Whether a row is in the range, as far as times and offsets say.
     *
     * @param time event time of the row
     * @param partition partition of its sample in the samples topic
     * @param offset offset of its sample there
     */
    public boolean contains(long time, int partition, long offset) {
        return after(from, time, partition, offset) && before(to, time, partition, offset);
    }

    private static boolean after(Bound bound, long time, int partition, long offset) {
        if (bound instanceof Time begin) {
            return time >= begin.millis();
        }
        return !(bound instanceof Offsets begin)
                || offset >= begin.byPartition().getOrDefault(partition, Long.MAX_VALUE);
    }

    private static boolean before(Bound bound, long time, int partition, long offset) {
        if (bound instanceof Time end) {
            return time < end.millis();
        }
        return !(bound instanceof Offsets end) || offset < end.byPartition().getOrDefault(partition, Long.MIN_VALUE);
    }
}
