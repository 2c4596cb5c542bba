package dev.sluice.ops;

import dev.sluice.judge.Breakers;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.Side;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * The one line above everything: is it well, is it the data, or is it us? What is ours comes first, since numbers of a
 * pipeline that is not well say little about the data.
 *
 * @param kind whose matter it is
 * @param cause one sentence
 */
public record Verdict(Kind kind, String cause) {

    /** Whose matter it is. */
    public enum Kind {
        HEALTHY,
        DATA,
        US;

        /** As it is shown. */
        public String shown() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Share of dead letters among recent inputs above which it is the data. */
    static final double LETTERS = .01;

    /** Share of inputs without a decision among recent inputs above which it is the data. */
    static final double LEFTOVERS = .2;

    /** Recent inputs below which shares of them say nothing. */
    static final long LEAST_INPUTS = 100;

    /** How long one input must have been silent while the other came. */
    static final long SILENT_MILLIS = 60_000;

    /** How much a share of suspects must exceed its baseline, and by how many standard deviations. */
    static final double EXCESS = .05;

    private static final double DEVIATIONS = 5;
    private static final long LEAST_JUDGED = 50;
    private static final long BEHIND_MILLIS = 300_000;

    /** Judges one look at an instance. */
    public static Verdict of(Reading reading, Outside outside, History history, Recent recent, ClassList classes) {
        String ours = ours(reading, outside, recent);
        if (ours != null) {
            return new Verdict(Kind.US, ours);
        }
        String theirs = theirs(reading, history, recent, classes);
        return theirs != null
                ? new Verdict(Kind.DATA, theirs)
                : new Verdict(
                        Kind.HEALTHY,
                        reading.snapshot() == null ? "running; nothing is learnt yet" : "everything is accounted for");
    }

    private static String ours(Reading reading, Outside outside, Recent recent) {
        if (reading.failed()) {
            return "a part has ended for good: see the log and start the instance again";
        }
        for (int partition : reading.all().keySet()) {
            Ledger ledger = reading.all().get(partition).ledger();
            if (ledger.samplesOutOfBalance() != 0 || ledger.logitsOutOfBalance() != 0) {
                return "partition " + partition + " is out of balance by " + ledger.samplesOutOfBalance()
                        + " samples and " + ledger.logitsOutOfBalance() + " logits: run sluice verify";
            }
        }
        if (outside.broker().isPresent()) {
            return "the broker " + outside.broker().get();
        }
        if (outside.registry().isPresent()) {
            return "the schema registry does not answer: " + outside.registry().get();
        }
        if (!reading.running()) {
            return "starting or rebalancing";
        }
        if (reading.restoring() > 0) {
            return "restoring, " + reading.restoring() + " records to read back";
        }
        if (!reading.standingStill().isEmpty()) {
            return "learning stands still: no new snapshot covers the evidence of partitions "
                    + new TreeSet<>(reading.standingStill());
        }
        long parked = reading.all().values().stream()
                .mapToLong(books ->
                        books.ledger().parked(Side.SAMPLES) + books.ledger().parked(Side.LOGITS))
                .sum();
        if (parked > 0) {
            return parked + " records are parked: the schema registry could not be asked for their schema";
        }
        for (int partition : new TreeSet<>(recent.behind())) {
            if (reading.lagMillis(partition) > BEHIND_MILLIS) {
                return "partition " + partition + " is " + reading.lagMillis(partition) / 1000 + " s behind, "
                        + reading.lag().get(partition) + " records are unread";
            }
        }
        return null;
    }

    private static String theirs(Reading reading, History history, Recent recent, ClassList classes) {
        if (!reading.breakers().isEmpty()) {
            Breakers.Open open = reading.breakers().get(0);
            return "breaker " + name(open.givenClass().orElse(-1), classes) + " is open: " + open.suspected()
                    + " of the last " + open.judged() + " judged samples are suspected";
        }
        String flow = flow(recent);
        if (flow != null) {
            return flow;
        }
        if (reading.snapshot() == null) {
            return null;
        }
        boolean evidence = reading.snapshot().coverage().stream().anyMatch(part -> part.arrived() > 0);
        if (evidence && reading.snapshot().models().isEmpty()) {
            return "no logits are out of sample, so nothing can be learnt";
        }
        for (Rate rate : Rate.of(reading.snapshot().rates())) {
            OptionalDouble baseline = history.baseline(rate.given());
            if (baseline.isPresent() && above(rate, baseline.getAsDouble())) {
                return String.format(
                        Locale.ROOT,
                        "%s: %.1f %% of recent samples are suspected, %.1f %% is usual",
                        rate.given() < 0 ? "all samples" : "class " + classes.name(rate.given()),
                        100 * rate.share(),
                        100 * baseline.getAsDouble());
            }
        }
        return null;
    }

    // What producers send, whatever is in it.
    private static String flow(Recent recent) {
        if (recent.inputs() < LEAST_INPUTS) {
            return null;
        }
        Recent.Top letters = Recent.Top.of(recent.letters());
        if (letters.sum() > LETTERS * recent.inputs()) {
            return letters.sum() + " of the last " + recent.inputs() + " inputs are dead letters, most of them "
                    + letters.name();
        }
        if (recent.spanMillis() >= SILENT_MILLIS && Math.min(recent.samples(), recent.logits()) == 0) {
            boolean samples = recent.samples() == 0;
            return "no " + (samples ? "samples" : "logits") + " came with the last " + recent.inputs() + " "
                    + (samples ? "logits" : "samples") + ": does their producer run?";
        }
        Recent.Top leftovers = Recent.Top.of(recent.leftovers());
        return leftovers.sum() > LEFTOVERS * recent.inputs()
                ? leftovers.sum() + " inputs ended without a decision while " + recent.inputs() + " came, most of them "
                        + leftovers.name()
                : null;
    }

    private static boolean above(Rate rate, double baseline) {
        double excess = rate.share() - baseline;
        double floor = Math.max(baseline, 1.0 / rate.judged());
        return rate.judged() >= LEAST_JUDGED
                && excess > EXCESS
                && excess > DEVIATIONS * Math.sqrt(floor * (1 - Math.min(floor, .99)) / rate.judged());
    }

    private static String name(int given, ClassList classes) {
        return given < 0 ? "over all samples" : "of class " + classes.name(given);
    }
}
