package dev.sluice.replay;

import dev.sluice.judge.Policy;
import java.util.Map;

/**
 * What a person asks of a replay.
 *
 * @param suffix of the topics it is written into
 * @param policyName what the policy is called: v3, a file, or "recorded"
 * @param policy to judge by; null for the one that judged each row
 * @param policyYaml its text, empty for that of each row
 * @param recorded every policy of the topic, by version
 * @param thresholds by which learnt state
 * @param range which rows
 * @param asked the range in the words of the person
 * @param examples how many of the rows that change most are kept
 */
public record ReplayOrder(
        String suffix,
        String policyName,
        Policy policy,
        String policyYaml,
        Map<Integer, Policy> recorded,
        Thresholds thresholds,
        Range range,
        String asked,
        int examples) {

    /** The policy of each row itself, in place of one for all. */
    public static final String RECORDED = "recorded";

    public ReplayOrder {
        if (policy == null && !(thresholds instanceof Thresholds.AsRecorded)) {
            throw new IllegalArgumentException(
                    "--policy recorded goes with --thresholds as-recorded only: name one policy for all rows");
        }
    }
}
