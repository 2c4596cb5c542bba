package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotTest {

    private static final SnapshotVersion VERSION = new SnapshotVersion(1, 4);
    private static final List<Coverage> COVERAGE = List.of(new Coverage(0, 10, 7), new Coverage(2, 5, 5));
    private static final ModelStatistics LEARNT = new ModelStatistics(
            new ModelKey("main", "7"),
            15,
            new long[] {10, 5},
            new double[] {.8, .6},
            SparseCounts.of(new long[][] {{7, 1}, {0, 4}}),
            NoiseModel.of(SparseCounts.of(new long[][] {{7, 1}, {0, 4}}), new long[] {10, 5}));
    private static final Snapshot BASE = Snapshot.of(VERSION, 2, "classes", COVERAGE, List.of(LEARNT));

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("generation", snapshot(new SnapshotVersion(2, 4), "classes", COVERAGE, LEARNT)),
                Arguments.of("sequence", snapshot(new SnapshotVersion(1, 5), "classes", COVERAGE, LEARNT)),
                Arguments.of("class list", snapshot(VERSION, "classe5", COVERAGE, LEARNT)),
                Arguments.of("no coverage", snapshot(VERSION, "classes", List.of(), LEARNT)),
                Arguments.of("partition", covered(new Coverage(0, 10, 7), new Coverage(3, 5, 5))),
                Arguments.of("arrived", covered(new Coverage(0, 11, 7), new Coverage(2, 5, 5))),
                Arguments.of("judged", covered(new Coverage(0, 10, 7), new Coverage(2, 5, 4))),
                Arguments.of("no model", Snapshot.of(VERSION, 2, "classes", COVERAGE, List.of())),
                Arguments.of("model id", model(new ModelKey("mai", "n7"))),
                Arguments.of("model version", model(new ModelKey("main", "8"))),
                Arguments.of("counts", counts(11, 4)),
                Arguments.of("samples", counts(11, 5)),
                Arguments.of("thresholds", thresholds(.8, Math.nextUp(.6))),
                Arguments.of("joint count", joint(new long[][] {{7, 1}, {0, 5}})),
                Arguments.of("joint cell", joint(new long[][] {{7, 1}, {4, 0}})),
                Arguments.of("noise", noise(new double[] {Math.nextUp(.5), .5})),
                Arguments.of("prior", prior(new double[] {.5, Math.nextUp(.5)})),
                Arguments.of(
                        "classes",
                        Snapshot.of(
                                VERSION,
                                1,
                                "classes",
                                COVERAGE,
                                List.of(new ModelStatistics(
                                        LEARNT.model(),
                                        15,
                                        new long[] {15},
                                        new double[] {.8},
                                        SparseCounts.of(new long[][] {{7}}),
                                        NoiseModel.of(SparseCounts.of(new long[][] {{7}}), new long[] {15}))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void shouldChangeItsHashAndDifferWhenAnythingInItChanges(String what, Snapshot changed) {
        assertThat(changed.hash()).isNotEqualTo(BASE.hash());
        assertThat(changed).isNotEqualTo(BASE);
    }

    @Test
    void shouldKeepItsHashWhenBuiltAgainFromTheSameContentInAnotherOrder() {
        Snapshot again =
                Snapshot.of(VERSION, 2, "classes", List.of(COVERAGE.get(1), COVERAGE.get(0)), List.of(copy(LEARNT)));
        assertThat(again).isEqualTo(BASE).hasSameHashCodeAs(BASE);
        assertThat(again.hash()).matches("[0-9a-f]{16}");
        assertThat(again.coverage()).extracting(Coverage::partition).containsExactly(0, 2);
    }

    @Test
    void shouldKeepItsHashFromBuildToBuild() {
        assertThat(BASE.hash())
                .as("a changed hash makes every recorded snapshot unreproducible: change it only with a new format")
                .isEqualTo("3a33a9effde3e52c");
    }

    @Test
    void shouldCoverNothingOfAPartitionThatItDoesNotName() {
        assertThat(BASE.coverage(2)).isEqualTo(new Coverage(2, 5, 5));
        assertThat(BASE.coverage(1)).isEqualTo(new Coverage(1, 0, 0));
    }

    @Test
    void shouldFindStatisticsByModelWhateverTheVersion() {
        assertThat(BASE.statistics("main")).contains(LEARNT);
        assertThat(BASE.statistics("other")).isEmpty();
    }

    @Test
    void shouldRefuseStatisticsOfAnotherNumberOfClassesAndCoverageOutOfOrder() {
        assertThatThrownBy(() -> Snapshot.of(VERSION, 3, "classes", COVERAGE, List.of(LEARNT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Snapshot(
                        VERSION,
                        "h",
                        2,
                        "c",
                        List.of(COVERAGE.get(1), COVERAGE.get(0)),
                        List.of(LEARNT),
                        java.util.Optional.empty(),
                        RecentRates.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFreezeTheSameSnapshotWhateverThePanesThatTheRowsCameIn() {
        ModelKey model = new ModelKey("main", "1");
        TallyRow half = TallyRow.of(2, 0, 1L << 31, new int[] {1}, new long[] {1});
        TallyRow whole = TallyRow.of(4, 0, 1L << 32, new int[] {1}, new long[] {2});
        Snapshot panes = freeze(Map.of(new TallyKey(3, model, 0), half, new TallyKey(4, model, 0), half), model);
        assertThat(panes).isEqualTo(freeze(Map.of(new TallyKey(9, model, 0), whole), model));
        assertThat(panes.models().get(0).thresholds()).containsExactly(.25, SnapshotLearner.NEVER_CONFIDENT);
    }

    @Test
    void shouldLeaveOutVersionsThatAreNotInForceWhenFreezing() {
        ModelKey old = new ModelKey("main", "1");
        ModelKey next = new ModelKey("main", "2");
        TallyRow row = TallyRow.of(2, 0, 1L << 31, new int[0], new long[0]);
        Map<TallyKey, TallyRow> rows = Map.of(new TallyKey(0, old, 0), row, new TallyKey(0, next, 1), row);
        assertThat(freeze(rows, old).models().get(0).counts()).containsExactly(2, 0);
        assertThat(freeze(rows, next).models().get(0).counts()).containsExactly(0, 2);
    }

    @Test
    void shouldKeepAThresholdAboveZeroWhenNoSampleIsBelieved() {
        ModelKey model = new ModelKey("main", "1");
        Snapshot frozen =
                freeze(Map.of(new TallyKey(0, model, 0), TallyRow.of(9, 0, 0, new int[0], new long[0])), model);
        assertThat(frozen.models().get(0).thresholds()[0]).isEqualTo(2e-6);
    }

    @Test
    void shouldRefuseARowOfAClassThatDoesNotExistWhenFreezing() {
        ModelKey model = new ModelKey("main", "1");
        TallyRow row = TallyRow.of(2, 0, 1L << 31, new int[0], new long[0]);
        assertThatThrownBy(() -> freeze(Map.of(new TallyKey(0, model, 2), row), model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 2");
    }

    private static Snapshot freeze(Map<TallyKey, TallyRow> rows, ModelKey model) {
        return SnapshotLearner.freeze(VERSION, 2, "classes", COVERAGE, rows, List.of(model));
    }

    private static Snapshot snapshot(
            SnapshotVersion version, String classList, List<Coverage> coverage, ModelStatistics learnt) {
        return Snapshot.of(version, 2, classList, coverage, List.of(learnt));
    }

    private static Snapshot covered(Coverage... coverage) {
        return snapshot(VERSION, "classes", Arrays.asList(coverage), LEARNT);
    }

    private static Snapshot with(UnaryOperator<ModelStatistics> change) {
        return snapshot(VERSION, "classes", COVERAGE, change.apply(LEARNT));
    }

    private static Snapshot model(ModelKey model) {
        return with(s ->
                new ModelStatistics(model, s.samples(), s.counts(), s.thresholds(), s.confidentJoint(), s.noise()));
    }

    private static Snapshot counts(long... counts) {
        return with(s -> new ModelStatistics(
                s.model(), Arrays.stream(counts).sum(), counts, s.thresholds(), s.confidentJoint(), s.noise()));
    }

    private static Snapshot thresholds(double... thresholds) {
        return with(s ->
                new ModelStatistics(s.model(), s.samples(), s.counts(), thresholds, s.confidentJoint(), s.noise()));
    }

    private static Snapshot joint(long[][] joint) {
        return with(s -> new ModelStatistics(
                s.model(), s.samples(), s.counts(), s.thresholds(), SparseCounts.of(joint), s.noise()));
    }

    private static Snapshot noise(double[] values) {
        SparseMatrix matrix = new SparseMatrix(new int[] {0, 1, 2}, new int[] {0, 1}, values);
        return with(s -> new ModelStatistics(
                s.model(),
                s.samples(),
                s.counts(),
                s.thresholds(),
                s.confidentJoint(),
                new NoiseModel(matrix, s.noise().prior())));
    }

    private static Snapshot prior(double[] prior) {
        return with(s -> new ModelStatistics(
                s.model(),
                s.samples(),
                s.counts(),
                s.thresholds(),
                s.confidentJoint(),
                new NoiseModel(s.noise().givenByTrue(), prior)));
    }

    private static ModelStatistics copy(ModelStatistics s) {
        return new ModelStatistics(
                s.model(),
                s.samples(),
                s.counts().clone(),
                s.thresholds().clone(),
                SparseCounts.of(new long[][] {{7, 1}, {0, 4}}),
                NoiseModel.of(SparseCounts.of(new long[][] {{7, 1}, {0, 4}}), new long[] {10, 5}));
    }
}
