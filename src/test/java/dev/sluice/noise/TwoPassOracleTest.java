package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The core, fed over several partitions and two passes, against the naive oracle on generated streams. */
class TwoPassOracleTest {

    private static final ModelKey MODEL = new ModelKey("main", "1");

    static Stream<Arguments> streams() {
        return IntStream.of(1, 2, 3, 10, 40)
                .boxed()
                .flatMap(classes ->
                        IntStream.range(0, 12).mapToObj(seed -> Arguments.of(classes, seed % 3 == 0 ? 25 : 600, seed)));
    }

    @ParameterizedTest(name = "{0} classes, {1} samples, seed {2}")
    @MethodSource("streams")
    void shouldAgreeWithTheOracleOnEveryFigure(int classes, int size, long seed) {
        GeneratedStream stream = GeneratedStream.draw(classes, size, .1 + .05 * (seed % 10), seed);
        double[][] p = stream.probabilities();
        TwoPassOracle oracle = new TwoPassOracle(classes, stream.given(), p);

        List<Map<TallyKey, TallyRow>> partitions = Stream.generate(
                        () -> (Map<TallyKey, TallyRow>) new HashMap<TallyKey, TallyRow>())
                .limit(4)
                .toList();
        Random partitioner = new Random(seed);
        int[] partitionOf = partitioner.ints(size, 0, 4).toArray();
        for (int i = 0; i < size; i++) {
            row(partitions.get(partitionOf[i]), stream.given()[i]).add(p[i][stream.given()[i]], true);
        }
        ModelStatistics first = freeze(classes, partitions);
        for (int i = 0; i < size; i++) {
            int cell = first.confidentClass(p[i]);
            assertThat(cell).as("cell of sample %d", i).isEqualTo(oracle.cell(i, oracle.thresholds()));
            if (cell >= 0) {
                row(partitions.get(partitionOf[i]), stream.given()[i]).countJoint(cell);
            }
        }
        ModelStatistics learnt = freeze(classes, partitions);

        assertThat(learnt.counts()).containsExactly(oracle.counts());
        assertThat(learnt.thresholds()).containsExactly(oracle.thresholds(), within(1e-9));
        long[][] joint = oracle.joint(oracle.thresholds());
        assertThat(learnt.confidentJoint()).isEqualTo(SparseCounts.of(joint));
        long[][] calibrated = dense(CalibratedJoint.of(learnt.confidentJoint(), learnt.counts()));
        double[][] noise = TwoPassOracle.noiseMatrix(calibrated);
        for (int s = 0; s < classes; s++) {
            long count = learnt.counts()[s];
            assertThat(TwoPassOracle.describe(calibrated[s], joint[s], s, count))
                    .as("calibrated row %d", s)
                    .isEqualTo(TwoPassOracle.calibratedRow(joint[s], s, count));
            for (int y = 0; y < classes; y++) {
                assertThat(learnt.noise().givenByTrue().get(s, y)).isCloseTo(noise[s][y], within(1e-12));
            }
        }
    }

    private static long[][] dense(SparseCounts counts) {
        long[][] dense = new long[counts.classes()][counts.classes()];
        for (int row = 0; row < dense.length; row++) {
            for (int column = 0; column < dense.length; column++) {
                dense[row][column] = counts.get(row, column);
            }
        }
        return dense;
    }

    private static TallyRow row(Map<TallyKey, TallyRow> rows, int given) {
        return rows.computeIfAbsent(new TallyKey(0, MODEL, given), key -> new TallyRow());
    }

    private static ModelStatistics freeze(int classes, List<Map<TallyKey, TallyRow>> partitions) {
        Map<TallyKey, TallyRow> merged = new HashMap<>();
        for (Map<TallyKey, TallyRow> partition : partitions) {
            partition.forEach((key, row) ->
                    merged.computeIfAbsent(key, none -> new TallyRow()).merge(row));
        }
        return SnapshotLearner.freeze(new SnapshotVersion(1, 1), classes, "classes", List.of(), merged, List.of(MODEL))
                .models()
                .get(0);
    }
}
