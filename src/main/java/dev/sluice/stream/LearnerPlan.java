package dev.sluice.stream;

import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.PipelineSpec;

/**
 * Everything that the learner needs.
 *
 * @param spec what the person asked for
 * @param generation life of the learnt state at the start; a newer one may be opened while it runs
 * @param newestSnapshot newest version in the topic at the start, null when it is empty; the next one follows it even if
 *     the learner's own store was lost
 * @param newestPolicy newest policy in the topic at the start, null when it is empty
 * @param adoptFile whether the file's policy becomes the next version when it differs from the newest
 * @param who who started it, for the policy's record
 */
record LearnerPlan(
        PipelineSpec spec,
        int generation,
        SnapshotVersion newestSnapshot,
        dev.sluice.avro.Policy newestPolicy,
        boolean adoptFile,
        String who) {}
