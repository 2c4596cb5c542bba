package dev.sluice.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether an instance lives, and whether it is ready, part by part.
 *
 * @param parts each with its own answer
 */
public record Health(List<Part> parts) {

    /**
     * One part.
     *
     * @param name for machines and people
     * @param ok whether it is as it should be
     * @param detail what it is, in words
     */
    public record Part(String name, boolean ok, String detail) {}

    private static final long STALE_SECONDS = 30;

    /** Whether every part is. */
    public boolean ok() {
        return parts.stream().allMatch(Part::ok);
    }

    /** An instance that does not live should be started again; nothing that heals by waiting is part of it. */
    public static Health live(Reading reading) {
        return new Health(List.of(new Part(
                "process", !reading.failed(), reading.failed() ? "a part has ended for good, see the log" : "lives")));
    }

    /**
     * An instance that is ready does its share of the work.
     *
     * @param now ms since the epoch: a look that is old says nothing
     */
    public static Health ready(Reading reading, Outside outside, long now) {
        List<Part> parts = new ArrayList<>(live(reading).parts());
        long old = (now - reading.time()) / 1_000;
        parts.add(new Part(
                "watch",
                old <= STALE_SECONDS,
                old <= STALE_SECONDS ? "looks" : "the last look at this instance was " + old + " s ago"));
        parts.add(new Part(
                "running",
                reading.running(),
                reading.running() ? "filter and learner run" : "starting or rebalancing"));
        parts.add(new Part(
                "restored",
                reading.restoring() == 0,
                reading.restoring() == 0 ? "nothing to read back" : reading.restoring() + " records to read back"));
        TreeSet<Integer> unreadable = new TreeSet<>(reading.assigned());
        unreadable.removeAll(reading.books().keySet());
        parts.add(new Part(
                "stores",
                unreadable.isEmpty(),
                unreadable.isEmpty() ? "all can be read" : "not readable yet: partitions " + unreadable));
        parts.add(
                new Part("broker", outside.broker().isEmpty(), outside.broker().orElse("answers")));
        parts.add(new Part(
                "registry", outside.registry().isEmpty(), outside.registry().orElse("answers")));
        parts.add(new Part(
                "policy",
                reading.policy() != null,
                reading.policy() == null
                        ? "none known yet, nothing is judged"
                        : "v" + reading.policy().version()));
        boolean fresh = reading.standingStill().isEmpty();
        parts.add(new Part(
                "snapshot",
                fresh,
                !fresh
                        ? "evidence of partitions " + new TreeSet<>(reading.standingStill())
                                + " is not covered by any new one"
                        : reading.snapshot() == null
                                ? "none yet"
                                : "" + reading.snapshot().version()));
        return new Health(parts);
    }
}
