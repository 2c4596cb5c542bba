package dev.sluice.spec;

/**
 * What is learnt from the stream, and how closely judging follows it.
 *
 * @param window which evidence counts
 * @param snapshotEvery how often the learnt state is frozen
 * @param maxAhead rows that a partition may be judged beyond what the newest snapshot covers
 */
public record LearningSpec(
        @Key(
                meaning =
                        "Which evidence counts: `all`, the last stretch of event time as `{time: 24h}`, or the last samples"
                                + " as `{samples: 200000}`, in equal shares of the partitions; that depends on the"
                                + " partitioning, and a replay in other partitions forgets other rows.",
                byDefault = "all")
        WindowSpec window,

        @Key(meaning = "How often a snapshot is frozen, whichever comes first.")
        SnapshotEvery snapshotEvery,

        @Key(
                meaning = "Rows that a partition may be judged beyond what the newest snapshot covers;"
                        + " beyond it evidence waits.",
                byDefault = "2000",
                min = 1,
                max = 1_000_000_000)
        long maxAhead) {}
