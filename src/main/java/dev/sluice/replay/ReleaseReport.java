package dev.sluice.replay;

import java.util.SortedMap;

/**
 * What a release came to.
 *
 * @param quarantined rows in quarantine
 * @param before of these, released by earlier runs
 * @param asked rows that the order is about: of its class and reason, and not released before
 * @param stays rows of these that the policy still holds back
 * @param foreign rows that were judged under another class list; they are left alone
 * @param released rows that it lets pass, by given label
 * @param byReason the same by the reasons for which they were held back
 * @param fromEvidence rows that had to be judged from their logits
 */
public record ReleaseReport(
        long quarantined,
        long before,
        long asked,
        long stays,
        long foreign,
        SortedMap<Integer, Long> released,
        SortedMap<String, Long> byReason,
        long fromEvidence) {

    /** All rows that pass. */
    public long passes() {
        return released.values().stream().mapToLong(Long::longValue).sum();
    }
}
