package dev.sluice.replay;

import dev.sluice.judge.Policy;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a person asks to be released.
 *
 * @param policy to judge by
 * @param policyName what it is called
 * @param recorded every policy of the topic, by version
 * @param given only rows with this label, empty for all
 * @param reason only rows that were suspected for this reason, null for all
 * @param execute whether to do it, and not only to say what would be done
 */
public record ReleaseOrder(
        Policy policy,
        String policyName,
        Map<Integer, Policy> recorded,
        OptionalInt given,
        String reason,
        boolean execute) {}
