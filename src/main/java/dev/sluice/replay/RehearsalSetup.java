package dev.sluice.replay;

import dev.sluice.judge.Policy;
import dev.sluice.noise.ModelKey;
import java.util.Objects;

/**
 * What a rehearsal needs of a pipeline.
 *
 * @param classes K
 * @param classListHash hash of the class list
 * @param model whose logits the rows hold
 * @param outOfSample whether that model did not train on these labels; otherwise nothing is learnt
 * @param policy judges every row
 * @param snapshotEvery rows between two snapshots, at least 1
 * @param maxAhead rows that may be judged beyond what the newest snapshot covers, at least 0
 */
public record RehearsalSetup(
        int classes,
        String classListHash,
        ModelKey model,
        boolean outOfSample,
        Policy policy,
        long snapshotEvery,
        long maxAhead) {

    public RehearsalSetup {
        Objects.requireNonNull(classListHash, "classListHash");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(policy, "policy");
        if (classes < 1 || snapshotEvery < 1 || maxAhead < 0) {
            throw new IllegalArgumentException("a rehearsal with " + classes + " classes, a snapshot every "
                    + snapshotEvery + " rows and " + maxAhead + " ahead");
        }
    }
}
