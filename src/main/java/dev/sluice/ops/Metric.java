package dev.sluice.ops;

import java.util.List;

/**
 * Every metric of our own, in one place; {@code docs/metrics.md} is made of it.
 *
 * <p>The law of conservation, which {@link #OUT_OF_BALANCE} watches, summed over partitions:
 *
 * <pre>
 * samples = decided - repeated + pending + parked + leftovers[samples] + dead_letters[samples]
 * logits  = logits_used        + pending + parked + leftovers[logits]  + dead_letters[logits]
 * </pre>
 *
 * What carries the label {@code partition} is read from the ledger, which lies in Kafka, as of the last commit. After a
 * restart or a crash it goes on where it stood, and after a rebalance the partition's series is shown by the instance that has
 * it now, so a rate never sees a reset: {@code sum by (route) (max by (partition, route) (rate(...)))} is right at any moment.
 */
public enum Metric {
    /** Input records that came in, ticks not counted. */
    INPUTS(Kind.COUNTER, "sluice_inputs", "partition side", "Input records that came in, ticks not counted."),

    /** Decisions, by route; the law's side of the samples. */
    DECIDED(Kind.COUNTER, "sluice_decided", "partition route", "Decisions, by route; the law's side of the samples."),

    /** Decisions on later presentations of a sample that was decided before. */
    REPEATED(
            Kind.COUNTER,
            "sluice_repeated",
            "partition",
            "Decisions on later presentations of a sample that was decided before."),

    /** Logits rows that decisions were made from. */
    LOGITS_USED(Kind.COUNTER, "sluice_logits_used", "partition", "Logits rows that decisions were made from."),

    /** Decisions by given class; those beyond the first --metrics-classes are class=other. */
    DECISIONS(
            Kind.COUNTER,
            "sluice_decisions",
            "partition class route",
            "Decisions by given class; those beyond the first --metrics-classes are class=other."),

    /** Decisions that named a reason; one with two reasons counts under both. */
    REASONS(
            Kind.COUNTER,
            "sluice_decision_reasons",
            "partition class route reason",
            "Decisions that named a reason; one with two reasons counts under both."),

    /** Inputs that ended without a decision. */
    LEFTOVERS(Kind.COUNTER, "sluice_leftovers", "partition side reason", "Inputs that ended without a decision."),

    /** Dead letters. */
    LETTERS(Kind.COUNTER, "sluice_dead_letters", "partition side cause", "Dead letters."),

    /** Inputs that wait, for their partner or to be judged. */
    PENDING(Kind.GAUGE, "sluice_pending", "partition side", "Inputs that wait, for their partner or to be judged."),

    /** How long ago, in event time, what waits longest for its partner came. */
    OLDEST(
            Kind.GAUGE,
            "sluice_oldest_pending_seconds",
            "partition",
            "How long ago, in event time, what waits longest for its partner came; at high rates an upper bound; absent while nothing waits."),

    /** Inputs whose schema the registry could not be asked for. */
    PARKED(Kind.GAUGE, "sluice_parked", "partition side", "Inputs whose schema the registry could not be asked for."),

    /** Deviation from the law of conservation; must be 0. */
    OUT_OF_BALANCE(
            Kind.GAUGE,
            "sluice_out_of_balance",
            "partition side",
            "Deviation from the law of conservation; must be 0."),

    /** Logits rows used, of those that were used or ended as leftovers; 0..1. */
    HIT_RATIO(
            Kind.GAUGE,
            "sluice_pairing_hit_ratio",
            "partition",
            "Logits rows used, of those that were used or ended as leftovers; 0..1."),

    /** Input records in Kafka that were not read yet. */
    LAG_RECORDS(Kind.GAUGE, "sluice_input_lag_records", "partition", "Input records in Kafka that were not read yet."),

    /** How far event time is behind the clock while records are unread; 0 when all are read. */
    LAG_SECONDS(
            Kind.GAUGE,
            "sluice_input_lag_seconds",
            "partition",
            "How far event time is behind the clock while records are unread; 0 when all are read."),

    /** Evidence that has arrived and that the newest snapshot does not cover. */
    ROWS_AHEAD(
            Kind.GAUGE,
            "sluice_rows_ahead_of_learning",
            "partition",
            "Evidence that has arrived and that the newest snapshot does not cover."),

    /** 1 while evidence arrives and no snapshot covers it for a long time. */
    STANDS_STILL(
            Kind.GAUGE,
            "sluice_learning_stands_still",
            "partition",
            "1 while evidence arrives and no snapshot covers it for a long time."),

    /** Loss weights of clean rows. */
    WEIGHTS(Kind.HISTOGRAM, "sluice_clean_weight", "partition", "Loss weights of clean rows."),

    /** Kish's effective sample size of the clean rows. */
    EFFECTIVE(
            Kind.GAUGE, "sluice_effective_sample_size", "partition", "Kish's effective sample size of the clean rows."),

    /** Generation of the newest snapshot; 0 before the first. */
    SNAPSHOT_GENERATION(
            Kind.GAUGE, "sluice_snapshot_generation", "", "Generation of the newest snapshot; 0 before the first."),

    /** Sequence of the newest snapshot in its generation; 0 before the first. */
    SNAPSHOT_SEQUENCE(
            Kind.GAUGE,
            "sluice_snapshot_sequence",
            "",
            "Sequence of the newest snapshot in its generation; 0 before the first."),

    /** Seconds since the newest snapshot was published; grows while nothing comes in. */
    SNAPSHOT_AGE(
            Kind.GAUGE,
            "sluice_snapshot_age_seconds",
            "",
            "Seconds since the newest snapshot was published; grows while nothing comes in."),

    /** Samples behind the statistics of the model version in force. */
    MODEL_SAMPLES(
            Kind.GAUGE,
            "sluice_model_samples",
            "model version",
            "Samples behind the statistics of the model version in force."),

    /** Seconds since a snapshot first named this model version. */
    MODEL_AGE(
            Kind.GAUGE,
            "sluice_model_age_seconds",
            "model version",
            "Seconds since a snapshot first named this model version."),

    /** Confident-learning threshold of a class; 2 means never confident. */
    THRESHOLD(
            Kind.GAUGE,
            "sluice_threshold",
            "model class",
            "Confident-learning threshold of a class; 2 means never confident."),

    /** Version of the policy in force; 0 while none is known. */
    POLICY_VERSION(Kind.GAUGE, "sluice_policy_version", "", "Version of the policy in force; 0 while none is known."),

    /** Share of recent samples that was suspected, over all instances; class=all for the whole stream. */
    SUSPECTED(
            Kind.GAUGE,
            "sluice_suspected_ratio",
            "class",
            "Share of recent samples that was suspected, over all instances; class=all for the whole stream."),

    /** Mean of that share over the earlier snapshots under the same policy; absent until there are enough. */
    BASELINE(
            Kind.GAUGE,
            "sluice_suspected_baseline_ratio",
            "class",
            "Mean of that share over the earlier snapshots under the same policy; absent until there are enough."),

    /** Recent judged samples behind the share. */
    SUSPECTED_JUDGED(Kind.GAUGE, "sluice_suspected_judged", "class", "Recent judged samples behind the share."),

    /** 1 while the breaker is open; class=all for the one over all samples. */
    BREAKER(
            Kind.GAUGE,
            "sluice_breaker_open",
            "class",
            "1 while the breaker is open; class=all for the one over all samples."),

    /** Openings of breakers that this instance saw since its start. */
    OPENINGS(
            Kind.COUNTER,
            "sluice_breaker_openings",
            "",
            "Openings of breakers that this instance saw since its start."),

    /** Decisions of this instance with the gate in force, since its start. */
    GATES(Kind.COUNTER, "sluice_gates", "gate", "Decisions of this instance with the gate in force, since its start."),

    /** From the event time of the evidence to its decision, since the start of this instance. */
    LATENCY(
            Kind.HISTOGRAM,
            "sluice_decision_latency_seconds",
            "",
            "From the event time of the evidence to its decision, since the start of this instance."),

    /** Records that are still to be read back from changelogs. */
    RESTORING(Kind.GAUGE, "sluice_restoring_records", "", "Records that are still to be read back from changelogs."),

    /** Records read back from changelogs since the start. */
    RESTORED(Kind.COUNTER, "sluice_restored_records", "store", "Records read back from changelogs since the start."),

    /** 1 while filter and learner run in this instance. */
    RUNNING(Kind.GAUGE, "sluice_running", "", "1 while filter and learner run in this instance.");

    /** What kind of number it is. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final Kind kind;
    private final String family;
    private final List<String> labels;
    private final String meaning;

    Metric(Kind kind, String family, String labels, String meaning) {
        this.kind = kind;
        this.family = family;
        this.labels = labels.isEmpty() ? List.of() : List.of(labels.split(" "));
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /** Its name without {@code _total}, which counters end in when they are shown. */
    public String family() {
        return family;
    }

    /** Its name as Prometheus shows it; of a histogram, the name that {@code _bucket} and so on are added to. */
    public String shown() {
        return kind == Kind.COUNTER ? family + "_total" : family;
    }

    /** Names of its labels, in order. */
    public List<String> labels() {
        return labels;
    }

    /** One sentence. */
    public String meaning() {
        return meaning;
    }
}
