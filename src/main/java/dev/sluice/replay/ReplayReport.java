package dev.sluice.replay;

/**
 * What a replay came to.
 *
 * @param topics it is in
 * @param diff against the recorded decisions
 * @param recorded digest of the recorded decisions of the range
 * @param replayed digest of those of the replay
 * @param written rows that this run wrote
 * @param before rows that an earlier run of this replay had written
 * @param snapshot that judged all rows, or the last that the replay learnt; empty where each row had its own
 */
public record ReplayReport(
        dev.sluice.stream.ReplayTopics topics,
        WhatIfReport diff,
        DecisionDigest recorded,
        DecisionDigest replayed,
        long written,
        long before,
        String snapshot) {

    /** Whether every decision came out as it was recorded. */
    public boolean same() {
        return recorded.total().hex().equals(replayed.total().hex());
    }
}
