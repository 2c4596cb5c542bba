package dev.sluice.replay;

import dev.sluice.judge.Policy;
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
 */
public record RehearsalSetup(int classes, String classListHash, Policy policy, long snapshotEvery, long maxAhead) {

    /** The policy of a pipeline's file seeds the policy topic as its first version. */
    private static final int FILE_POLICY = 1;

    public RehearsalSetup {
        Objects.requireNonNull(classListHash, "classListHash");
        Objects.requireNonNull(policy, "policy");
        if (classes < 1 || snapshotEvery < 1 || maxAhead < 0) {
            throw new IllegalArgumentException("a rehearsal with " + classes + " classes, a snapshot every "
                    + snapshotEvery + " rows and " + maxAhead + " ahead");
        }
    }

    /** The setup of a pipeline that knows its classes, under the first version of the policy in its file. */
    public static RehearsalSetup of(PipelineSpec spec) {
        return new RehearsalSetup(
                spec.classes().size(),
                spec.classes().hash(),
                spec.policy().toPolicy(FILE_POLICY, spec.classes()),
                spec.learning().snapshotEvery().records(),
                spec.learning().maxAhead());
    }
}
