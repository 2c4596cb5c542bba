package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SparseCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditTest {

    private static final ModelKey MODEL = new ModelKey("main", "1");

    /** Probabilities in steps of 1/20, so that ties are everywhere; sizes that fill several blocks. */
    private static ListedRows draw(int size, int classes, long seed) {
        Random random = new Random(seed);
        int[] labels = new int[size];
        double[][] probabilities = new double[size][classes];
        for (int i = 0; i < size; i++) {
            int truth = random.nextInt(classes);
            labels[i] = random.nextInt(4) == 0 ? random.nextInt(classes) : truth;
            int left = 20;
            for (int k = 0; k < classes; k++) {
                int share = random.nextInt(left + 1) / 2;
                probabilities[i][k] = share / 20.0;
                left -= share;
            }
            probabilities[i][truth] += left / 20.0;
        }
        return new ListedRows(labels, probabilities);
    }

    @ParameterizedTest
    @EnumSource(IssueFilter.class)
    void shouldNotDependOnTheNumberOfThreads(IssueFilter filter) {
        ListedRows rows = draw(20_011, 7, 3);
        AuditResult one = Audit.run(rows, MODEL, filter, 1);
        for (int threads : new int[] {2, 3, 8}) {
            AuditResult many = Audit.run(rows, MODEL, filter, threads);
            assertThat(many.issues()).containsExactly(one.issues());
            assertThat(many.learnt()).isEqualTo(one.learnt());
        }
        assertThat(one.issues()).isNotEmpty();
    }

    /** By the sentences of the definition: sort each group, take as many as the calibrated joint says, lowest row first. */
    @ParameterizedTest
    @EnumSource(
            value = IssueFilter.class,
            names = {"PRUNE_BY_CLASS", "PRUNE_BY_NOISE_RATE", "BOTH", "LOW_SELF_CONFIDENCE", "LOW_NORMALIZED_MARGIN"})
    void shouldFlagWhatSortingWouldWithTiesToTheFirstRows(IssueFilter filter) {
        for (long seed = 0; seed < 5; seed++) {
            ListedRows rows = draw(9_000, 5, seed);
            AuditResult result = Audit.run(rows, MODEL, filter, 2);
            assertThat(Arrays.stream(result.issues()).sorted().toArray())
                    .as("seed %d", seed)
                    .containsExactly(bySorting(rows, filter, result));
        }
    }

    private static int[] bySorting(ListedRows rows, IssueFilter filter, AuditResult result) {
        TreeSet<Integer> byClass = new TreeSet<>();
        TreeSet<Integer> byNoiseRate = new TreeSet<>();
        SparseCounts joint = result.calibrated();
        double[][] p = rows.probabilities();
        for (int k = 0; k < rows.classes(); k++) {
            int label = k;
            int[] own = IntStream.range(0, rows.size())
                    .filter(i -> rows.labels()[i] == label)
                    .toArray();
            assertThat(joint.get(k, k)).as("this test leaves small classes out").isPositive();
            byClass.addAll(lowest(own, i -> p[i][label], own.length - (int) joint.get(k, k)));
            for (int j = 0; j < rows.classes(); j++) {
                int other = j;
                if (j != k) {
                    byNoiseRate.addAll(lowest(own, i -> p[i][label] - p[i][other], (int) joint.get(k, j)));
                }
            }
        }
        int[] all = IntStream.range(0, rows.size()).toArray();
        int wanted = (int) result.estimatedIssues();
        List<Integer> flagged = switch (filter) {
            case PRUNE_BY_CLASS -> suspicious(rows, byClass);
            case PRUNE_BY_NOISE_RATE -> suspicious(rows, byNoiseRate);
            case BOTH -> {
                byClass.retainAll(byNoiseRate);
                yield suspicious(rows, byClass);
            }
            case LOW_SELF_CONFIDENCE -> lowest(all, i -> p[i][rows.labels()[i]], wanted);
            case LOW_NORMALIZED_MARGIN ->
                lowest(all, i -> (p[i][rows.labels()[i]] - other(p[i], rows.labels()[i]) + 1) / 2, wanted);
            default -> throw new IllegalArgumentException(filter.name());
        };
        return flagged.stream().mapToInt(i -> i).sorted().toArray();
    }

    private interface Score {
        double of(int row);
    }

    private static List<Integer> lowest(int[] rows, Score score, int wanted) {
        return Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingDouble(score::of))
                .limit(wanted)
                .toList();
    }

    private static List<Integer> suspicious(ListedRows rows, TreeSet<Integer> flagged) {
        List<Integer> left = new ArrayList<>();
        for (int i : flagged) {
            double favoured = rows.probabilities()[i][rows.labels()[i]] + 1e-6;
            if (other(rows.probabilities()[i], rows.labels()[i]) > favoured) {
                left.add(i);
            }
        }
        return left;
    }

    private static double other(double[] p, int given) {
        return IntStream.range(0, p.length)
                .filter(k -> k != given)
                .mapToDouble(k -> p[k])
                .max()
                .orElseThrow();
    }

    @Test
    void shouldNeverFlagTheOnlySampleOfAClassByPruning() {
        ListedRows rows = draw(2_000, 3, 1);
        for (int i = 0; i < rows.size(); i++) {
            rows.labels()[i] = Math.min(1, rows.labels()[i]);
        }
        rows.labels()[17] = 2;
        rows.probabilities()[17] = new double[] {1, 0, 0};
        for (IssueFilter filter :
                new IssueFilter[] {IssueFilter.PRUNE_BY_CLASS, IssueFilter.PRUNE_BY_NOISE_RATE, IssueFilter.BOTH}) {
            assertThat(Audit.run(rows, MODEL, filter, 2).issues())
                    .as(filter.name())
                    .doesNotContain(17);
        }
        assertThat(Audit.run(rows, MODEL, IssueFilter.PREDICTED_NEQ_GIVEN, 2).issues())
                .contains(17);
    }

    @Test
    void shouldGiveAClassWithoutSamplesAThresholdThatNobodyReaches() {
        ListedRows rows = draw(500, 4, 2);
        for (int i = 0; i < rows.size(); i++) {
            rows.labels()[i] = Math.min(2, rows.labels()[i]);
        }
        for (IssueFilter filter : IssueFilter.values()) {
            assertThat(Audit.run(rows, MODEL, filter, 2).learnt().thresholds()[3])
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldThrowTheFirstFaultInTheOrderOfTheRows() {
        ListedRows rows = draw(20_000, 7, 3);
        ProbabilityRows broken = new ProbabilityRows() {
            @Override
            public float[] logits(int row) {
                return rows.logits(row);
            }

            @Override
            public int size() {
                return rows.size();
            }

            @Override
            public int classes() {
                return rows.classes();
            }

            @Override
            public String id(int row) {
                return rows.id(row);
            }

            @Override
            public int read(int first, ProbabilityBlock block) {
                int count = rows.read(first, block);
                for (int bad : new int[] {4_711, 15_000}) {
                    if (first <= bad && bad < first + count) {
                        throw new IllegalArgumentException("row " + bad);
                    }
                }
                return count;
            }
        };
        assertThatThrownBy(() -> Audit.run(broken, MODEL, IssueFilter.BOTH, 4)).hasMessage("row 4711");
    }

    @Test
    void shouldSortTheWorstFirstAndKeepTheOrderOfTies() {
        Random random = new Random(1);
        int[] rows = IntStream.range(0, 5_000).map(i -> 3 * i).toArray();
        double[] scores = random.doubles(rows.length)
                .map(x -> x < .3 ? Math.rint(x * 10) / 10 : Math.pow(x, 60))
                .toArray();
        int[] expected = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(i -> rows[i])
                .toArray();
        assertThat(WorstFirst.sort(rows, scores)).containsExactly(expected);
    }
}
