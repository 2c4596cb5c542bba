package dev.sluice.stream;

import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.PipelineSpec;
import java.util.Set;

/**
 * Everything that the learner needs.
 *
 * @param spec what the person asked for
 * @param generation life of the learnt state at the start; a newer one may be opened while it runs
 * @param newestSnapshot newest version in the topic at the start, null when it is empty; the next one follows it even if
 *     the learner's own store was lost
 * @param newestPolicy newest policy in the topic at the start, null when it is empty
 * @param answered ids of the requests for a policy that the topic holds answers to at the start
 * @param adoptFile whether the file's policy becomes the next version when it differs from the newest
 * @param who who started it, for the policy's record
 */
record LearnerPlan(
        PipelineSpec spec,
        int generation,
        SnapshotVersion newestSnapshot,
        dev.sluice.avro.Policy newestPolicy,
        Set<String> answered,
        boolean adoptFile,
        String who) {

    LearnerPlan {
        answered = Set.copyOf(answered);
    }

    /** A plan on topics that hold no requests. */
    LearnerPlan(
            PipelineSpec spec,
            int generation,
            SnapshotVersion newestSnapshot,
            dev.sluice.avro.Policy newestPolicy,
            boolean adoptFile,
            String who) {
        this(spec, generation, newestSnapshot, newestPolicy, Set.of(), adoptFile, who);
    }
}
