package dev.sluice.replay;

import dev.sluice.judge.Recollection.Need;
import java.util.List;
import java.util.Map;

/**
 * What would have been decided under another policy, against what was.
 *
 * @param rows that were judged again
 * @param needs how many rows needed what their records do not hold, and so were judged from their evidence
 * @param differing rows that differ in anything, to the last bit; rows that go elsewhere included
 * @param before as recorded
 * @param after as it would be
 * @param toQuarantine rows by given label that would go to quarantine and did not
 * @param toClean rows by given label that would be clean and are not
 * @param reasons rows that go elsewhere, by their reasons before and after
 * @param examples those that change most
 */
public record WhatIfReport(
        long rows,
        Map<Need, Long> needs,
        long differing,
        Outcomes before,
        Outcomes after,
        long[] toQuarantine,
        long[] toClean,
        Map<Turn, Long> reasons,
        List<Example> examples) {

    /**
     * What becomes of the rows.
     *
     * @param clean by given label
     * @param quarantine by given label
     * @param effectiveSize of the clean rows: (sum of weights)^2 / sum of squared weights; 0 without any
     */
    public record Outcomes(long[] clean, long[] quarantine, double effectiveSize) {

        /** All clean rows. */
        public long totalClean() {
            return sum(clean);
        }

        /** All rows in quarantine. */
        public long totalQuarantine() {
            return sum(quarantine);
        }

        /** Share of quarantine, 0 without rows. */
        public double rate() {
            return share(totalQuarantine(), totalClean() + totalQuarantine());
        }

        /** Share of quarantine of a class, 0 without rows. */
        public double rate(int given) {
            return share(quarantine[given], clean[given] + quarantine[given]);
        }

        /** Share of a class among the clean rows, 0 without rows. */
        public double balance(int given) {
            return share(clean[given], totalClean());
        }

        private static double share(long part, long whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }

        private static long sum(long[] counts) {
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }
    }

    /**
     * How a row changes sides.
     *
     * @param toQuarantine or to clean
     * @param before reasons joined by {@code ;}, empty for none
     * @param after the same under the other policy
     */
    public record Turn(boolean toQuarantine, String before, String after) {}

    /**
     * A row that changes much. Who it is, no payload.
     *
     * @param score how far P(label wrong) is from the cut where it changes sides, else by how much its weight changes
     */
    public record Example(
            String sampleId,
            int presentation,
            int partition,
            long sampleOffset,
            int given,
            double pWrong,
            boolean flips,
            boolean cleanAfter,
            double weightBefore,
            double weightAfter,
            double score) {}

    /** Rows that change sides. */
    public long flips() {
        return Outcomes.sum(toQuarantine) + Outcomes.sum(toClean);
    }

    /** Rows that were judged from their evidence. */
    public long fromEvidence() {
        return needs.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Rows that were judged from their records. */
    public long fromRecords() {
        return rows - fromEvidence();
    }
}
