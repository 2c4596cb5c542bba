package dev.sluice.spec;

import java.util.function.BiConsumer;

/**
 * The topics a pipeline reads; those it writes are derived from its name.
 *
 * @param samples topic of the labelled samples
 * @param logits topic of the logits, with as many partitions
 * @param partitions partitions of every topic that is keyed by sample id, when Sluice creates it
 * @param decisions whether to write the compact audit topic too
 * @param repartition whether inputs are repartitioned by id first
 */
public record TopicsSpec(
        @Key(
                meaning = "Topic of the labelled samples, keyed by sample id.",
                byDefault = "<name>.samples",
                pattern = TopicsSpec.NAME,
                patternInWords = TopicsSpec.NAME_IN_WORDS)
        String samples,

        @Key(
                meaning = "Topic of the logits, keyed by sample id, with as many partitions as the samples.",
                byDefault = "<name>.logits",
                pattern = TopicsSpec.NAME,
                patternInWords = TopicsSpec.NAME_IN_WORDS)
        String logits,

        @Key(
                meaning = "Partitions of every topic keyed by sample id, when Sluice creates it.",
                byDefault = "4",
                min = 1,
                max = 10_000)
        int partitions,

        @Key(
                meaning = "Whether to write `<name>.decisions` too, a compact audit log of every verdict."
                        + " Clean and quarantine rows hold the full decision anyway.",
                byDefault = "false")
        boolean decisions,

        @Key(
                meaning =
                        "Whether inputs are repartitioned by id first: for producers that hash keys differently, and for"
                                + " inputs with different numbers of partitions.",
                byDefault = "false")
        boolean repartition)
        implements Checked {

    static final String NAME = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}";
    static final String NAME_IN_WORDS = "a topic name has letters, digits, '.', '_' and '-', at most 249";

    @Override
    public void check(BiConsumer<String, String> report) {
        if (samples.equals(logits)) {
            report.accept("logits", "'" + logits + "' is the topic of the samples too, the two must differ");
        }
    }
}
