package dev.sluice.noise;

import java.util.Arrays;

/** The competitions behind the filters. */
final class Rankings {

    private Rankings() {}

    /** All rows in one group, by a score. */
    static Ranking lowest(LabelScore score, int classes, long wanted) {
        long[] quota = wanted == 0 ? new long[0] : new long[] {wanted};
        return new Ranking() {
            @Override
            public long[] wanted() {
                return quota;
            }

            @Override
            public int firstGroup(int given) {
                return 0;
            }

            @Override
            public int endGroup(int given) {
                return quota.length;
            }

            @Override
            public double value(double[] block, int from, int given, int group) {
                return score.of(block, from, classes, given);
            }
        };
    }

    /** A group for each given label, by self-confidence: all but the quota of the diagonal are wanted. */
    static Ranking byClass(SparseCounts quotas, long[] counts, long least) {
        int[] starts = new int[counts.length + 1];
        long[] wanted = new long[counts.length];
        int to = 0;
        for (int k = 0; k < counts.length; k++) {
            long quota = counts[k] - quotas.get(k, k);
            if (counts[k] > least && quota > 0) {
                wanted[to++] = quota;
            }
            starts[k + 1] = to;
        }
        return new Groups(starts, Arrays.copyOf(wanted, to)) {
            @Override
            public double value(double[] block, int from, int given, int group) {
                return block[from + given];
            }
        };
    }

    /** A group for each pair of given label k and other class j with a quota, by p_k - p_j. */
    static Ranking byNoiseRate(SparseCounts quotas, long[] counts, long least) {
        int[] starts = new int[counts.length + 1];
        int[] others = new int[quotas.columns().length];
        long[] wanted = new long[others.length];
        int to = 0;
        for (int k = 0; k < counts.length; k++) {
            for (int i = quotas.rowStarts()[k]; i < quotas.rowStarts()[k + 1]; i++) {
                if (counts[k] > least && quotas.columns()[i] != k && quotas.counts()[i] > 0) {
                    others[to] = quotas.columns()[i];
                    wanted[to++] = quotas.counts()[i];
                }
            }
            starts[k + 1] = to;
        }
        return new Groups(starts, Arrays.copyOf(wanted, to)) {
            @Override
            public double value(double[] block, int from, int given, int group) {
                return block[from + given] - block[from + others[group]];
            }
        };
    }

    /** Groups in the order of the labels that compete in them. */
    private abstract static class Groups implements Ranking {

        private final int[] starts;
        private final long[] wanted;

        Groups(int[] starts, long[] wanted) {
            this.starts = starts;
            this.wanted = wanted;
        }

        @Override
        public long[] wanted() {
            return wanted;
        }

        @Override
        public int firstGroup(int given) {
            return starts[given];
        }

        @Override
        public int endGroup(int given) {
            return starts[given + 1];
        }
    }
}
