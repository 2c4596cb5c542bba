package dev.sluice.replay;

import java.util.SortedMap;

/**
 * What a redrive came to.
 *
 * @param letters in the topic
 * @param before of these, sent again by earlier runs
 * @param redriven letters that were, or would be, sent again, by cause
 * @param stays letters that are still at fault, by what is wrong now
 * @param samples how many of those sent are samples; the rest are logits
 */
public record RedriveReport(
        long letters, long before, SortedMap<String, Long> redriven, SortedMap<String, Long> stays, long samples) {

    /** All that are sent. */
    public long sent() {
        return redriven.values().stream().mapToLong(Long::longValue).sum();
    }
}
