package dev.sluice.replay;

import dev.sluice.judge.Policy;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.Window;
import dev.sluice.spec.PipelineSpec;
import java.util.Objects;

/**
 * What a rehearsal needs of a pipeline.
 *
 * @param classes K
 * @param classListHash hash of the class list
 * @param policy judges every row
 * @param snapshotEvery rows between two snapshots, at least 1
 * @param maxAhead rows that may be judged beyond what the newest snapshot covers, at least 0
 * @param window which rows count for learning
 * @param warmStart what was learnt elsewhere and serves until enough is learnt here, null for nothing
 */
public record RehearsalSetup(
        int classes,
        String classListHash,
        Policy policy,
        long snapshotEvery,
        long maxAhead,
        Window window,
        Snapshot warmStart) {

    /** The policy of a pipeline's file seeds the policy topic as its first version. */
    private static final int FILE_POLICY = 1;

    public RehearsalSetup {
        Objects.requireNonNull(classListHash, "classListHash");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(window, "window");
        if (classes < 1 || snapshotEvery < 1 || maxAhead < 0) {
            throw new IllegalArgumentException("a rehearsal with " + classes + " classes, a snapshot every "
                    + snapshotEvery + " rows and " + maxAhead + " ahead");
        }
    }

    /** A setup without anything learnt elsewhere. */
    public RehearsalSetup(
            int classes, String classListHash, Policy policy, long snapshotEvery, long maxAhead, Window window) {
        this(classes, classListHash, policy, snapshotEvery, maxAhead, window, null);
    }

    /** The same setup that begins with what was learnt elsewhere. */
    public RehearsalSetup withWarmStart(Snapshot learnt) {
        return new RehearsalSetup(classes, classListHash, policy, snapshotEvery, maxAhead, window, learnt);
    }

    /**
     * The setup of rows in files, under the first version of the policy in the pipeline's file. They have no event time,
     * so a window by time is taken as all; they are one partition, so a window by count has its N rows there.
     *
     * @param spec a pipeline that knows its classes
     */
    public static RehearsalSetup of(PipelineSpec spec) {
        Window window = spec.learning().window().toWindow(1);
        return of(spec, window.kind() == Window.Kind.TIME ? Window.all() : window);
    }

    /** The same for what a live run recorded, which names partition and event time of each row. */
    public static RehearsalSetup ofRecorded(PipelineSpec spec) {
        return of(spec, spec.learning().window().toWindow(spec.topics().partitions()));
    }

    /** The setup of recorded rows under another policy, taken as one partition with event times. */
    static RehearsalSetup ofReplay(PipelineSpec spec, Policy policy) {
        return new RehearsalSetup(
                spec.classes().size(),
                spec.classes().hash(),
                policy,
                spec.learning().snapshotEvery().records(),
                spec.learning().maxAhead(),
                spec.learning().window().toWindow(1));
    }

    private static RehearsalSetup of(PipelineSpec spec, Window window) {
        return new RehearsalSetup(
                spec.classes().size(),
                spec.classes().hash(),
                spec.policy().toPolicy(FILE_POLICY, spec.classes()),
                spec.learning().snapshotEvery().records(),
                spec.learning().maxAhead(),
                window);
    }
}
