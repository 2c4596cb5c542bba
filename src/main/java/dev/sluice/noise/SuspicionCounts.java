package dev.sluice.noise;

import java.util.Arrays;

/**
 * How many samples of each given class were judged, and how many of them were suspected, since a policy came into force.
 * Mutable, for one thread.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>Exact integers that only grow under one policy: they know no window of event time and no model version, so a
 *       difference of two of them is the number of rows between, always.
 *   <li>They speak of one policy, the newest that they have heard of. What an older one suspected says nothing of the new
 *       one, so a newer version starts at 0, and what comes of an older one afterwards is left out.
 *   <li>Merging the counts of two parts of a stream gives the counts of the whole, in any order.
 * </ol>
 */
public final class SuspicionCounts {

    private final long[] judged;
    private final long[] suspected;
    private int policy;

    /** Nothing counted yet, under no policy. */
    public SuspicionCounts(int classes) {
        judged = new long[classes];
        suspected = new long[classes];
    }

    /**
     * Counts one judged sample.
     *
     * @param policyVersion what judged it, at least 1
     * @param given its label, in 0..K-1
     * @param suspect whether it would go to quarantine if no breaker and no shadow protected it
     * @return whether it counts: not under a policy that is no longer the newest
     */
    public boolean count(int policyVersion, int given, boolean suspect) {
        if (!hear(policyVersion)) {
            return false;
        }
        judged[given] = Math.addExact(judged[given], 1);
        suspected[given] += suspect ? 1 : 0;
        return true;
    }

    /**
     * Sets what was counted of a class, as it was stored; left out when it is of an older policy.
     *
     * @throws IllegalArgumentException if no such counts can be
     */
    public void set(int policyVersion, int given, long judgedRows, long suspectedRows) {
        if (policyVersion < 1
                || given < 0
                || given >= judged.length
                || suspectedRows < 0
                || suspectedRows > judgedRows) {
            throw new IllegalArgumentException("suspicion of class " + given + " of " + judged.length + ": "
                    + suspectedRows + " of " + judgedRows + " under policy v" + policyVersion);
        }
        if (hear(policyVersion)) {
            judged[given] = judgedRows;
            suspected[given] = suspectedRows;
        }
    }

    /** Adds what another part of the stream counted; the other stays as it is. */
    public void merge(SuspicionCounts other) {
        if (other.policy > 0 && hear(other.policy)) {
            for (int k = 0; k < judged.length; k++) {
                judged[k] = Math.addExact(judged[k], other.judged[k]);
                suspected[k] += other.suspected[k];
            }
        }
    }

    private boolean hear(int policyVersion) {
        if (policyVersion > policy) {
            policy = policyVersion;
            Arrays.fill(judged, 0);
            Arrays.fill(suspected, 0);
        }
        return policyVersion == policy;
    }

    /** Version of the policy that they speak of, 0 before the first. */
    public int policy() {
        return policy;
    }

    /** K. */
    public int classes() {
        return judged.length;
    }

    /** Judged samples with this label. */
    public long judged(int given) {
        return judged[given];
    }

    /** Of them, those that were suspected. */
    public long suspected(int given) {
        return suspected[given];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SuspicionCounts counts
                && policy == counts.policy
                && Arrays.equals(judged, counts.judged)
                && Arrays.equals(suspected, counts.suspected);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * policy + Arrays.hashCode(judged)) + Arrays.hashCode(suspected);
    }

    @Override
    public String toString() {
        return "SuspicionCounts[policy=" + policy + ", judged=" + Arrays.toString(judged) + ", suspected="
                + Arrays.toString(suspected) + "]";
    }
}
