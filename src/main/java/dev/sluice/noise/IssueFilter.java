package dev.sluice.noise;

import java.util.List;

/**
 * How a batch of samples is searched for wrong labels (Northcutt, Jiang, Chuang 2021; rules and ties as in cleanlab 2.9.0).
 * Each rule is up to two {@link Ranking}s, of which a flagged row must win all, and a test of the row itself.
 */
public enum IssueFilter {
    /** Off-diagonal members of the confident joint. */
    CONFIDENT_LEARNING {
        @Override
        public boolean admits(double[] block, int from, int given, double[] thresholds) {
            int confident = ConfidentClass.of(block, from, thresholds);
            return confident != ConfidentClass.NONE
                    && confident != given
                    && !Probabilities.predictsGiven(block, from, thresholds.length, given);
        }
    },
    /** The most probable class is not the given label. */
    PREDICTED_NEQ_GIVEN,
    /** Of each class, as many of the least self-confident as the calibrated joint says are wrong. */
    PRUNE_BY_CLASS {
        @Override
        public List<Ranking> rankings(SparseCounts calibrated, long[] counts, long issues) {
            return List.of(Rankings.byClass(PruneQuotas.of(calibrated, LEAST), counts, LEAST));
        }
    },
    /** Of each class and for each other class, as many as the calibrated joint says, by how far the other is ahead. */
    PRUNE_BY_NOISE_RATE {
        @Override
        public List<Ranking> rankings(SparseCounts calibrated, long[] counts, long issues) {
            return List.of(Rankings.byNoiseRate(PruneQuotas.of(calibrated, LEAST), counts, LEAST));
        }
    },
    /** What both prune rules flag. */
    BOTH {
        @Override
        public List<Ranking> rankings(SparseCounts calibrated, long[] counts, long issues) {
            SparseCounts quotas = PruneQuotas.of(calibrated, LEAST);
            return List.of(Rankings.byClass(quotas, counts, LEAST), Rankings.byNoiseRate(quotas, counts, LEAST));
        }
    },
    /** As many of the least self-confident as there are estimated issues. */
    LOW_SELF_CONFIDENCE {
        @Override
        public List<Ranking> rankings(SparseCounts calibrated, long[] counts, long issues) {
            return List.of(Rankings.lowest(LabelScore.SELF_CONFIDENCE, counts.length, issues));
        }

        @Override
        public boolean admits(double[] block, int from, int given, double[] thresholds) {
            return true;
        }
    },
    /** As many of the lowest normalized margins as there are estimated issues. */
    LOW_NORMALIZED_MARGIN {
        @Override
        public List<Ranking> rankings(SparseCounts calibrated, long[] counts, long issues) {
            return List.of(Rankings.lowest(LabelScore.NORMALIZED_MARGIN, counts.length, issues));
        }

        @Override
        public boolean admits(double[] block, int from, int given, double[] thresholds) {
            return true;
        }
    };

    /** Samples of a class that the prune rules leave alone; a class with no more than that is never flagged by them. */
    private static final long LEAST = 1;

    /**
     * The competitions that a flagged row must win, all of them; none for rules that look at single rows.
     *
     * @param calibrated calibrated confident joint
     * @param counts K counts of samples per given label
     * @param issues estimated number of issues
     */
    public List<Ranking> rankings(SparseCounts calibrated, long[] counts, long issues) {
        return List.of();
    }

    /**
     * Whether a row may be flagged for what it is itself. By default every row whose most probable class is not its label.
     *
     * @param block rows of probabilities
     * @param from where the row starts
     * @param given its label
     * @param thresholds K thresholds
     */
    public boolean admits(double[] block, int from, int given, double[] thresholds) {
        return !Probabilities.predictsGiven(block, from, thresholds.length, given);
    }
}
