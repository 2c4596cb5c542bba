package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.CollapsingRows;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The breakers of a pipeline file's defaults, over whole streams. */
class GuardRehearsalTest {

    private static final int CLASSES = 10;

    private record Decided(int row, Decision decision) {

        boolean spared() {
            return decision.reasons().contains(Reason.BREAKER);
        }

        boolean quarantined() {
            return decision.route() == Route.QUARANTINE;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "posterior, .4", "posterior, .2", "posterior, 0",
        "confident_learning, .4", "confident_learning, .2", "confident_learning, 0",
        "predicted_neq_given, .4", "predicted_neq_given, .2", "predicted_neq_given, 0"
    })
    void shouldStayClosedWhileUpToFortyPercentOfTheLabelsAreWrong(String detector, double noise) throws IOException {
        LabelledRows rows = new CollapsingRows(8_000, CLASSES, noise, 0, 0, 17);
        List<Decided> decided = rehearse(rows, Map.of("policy.detector", detector));
        assertThat(decided).noneMatch(Decided::spared);
        assertThat(decided.stream().filter(Decided::quarantined).count())
                .as("a test that can fail: suspects there are")
                .isGreaterThanOrEqualTo((long) (noise * 6_000));
    }

    static Stream<Arguments> noisy() {
        TuningSet weak = new TuningSet("cifar10_weak", "labels", "resnet50", 10);
        TuningSet coarse = new TuningSet("cifar100n_workers_a", "labels", "simulated", 20);
        return Stream.concat(
                Stream.of(Arguments.of(coarse, 1)),
                IntStream.rangeClosed(1, Integer.getInteger("sluice.shuffles", 2))
                        .mapToObj(seed -> Arguments.of(weak, seed)));
    }

    @ParameterizedTest
    @MethodSource("noisy")
    void shouldStayClosedOnTheTuningData(TuningSet set, int seed) throws IOException {
        LabelledRows rows = set.rows();
        int[] order = ArrivalOrder.shuffled(rows.size(), seed);
        List<Decided> decided = rehearse(rows, order, set.classes(), Map.of());
        long spared = decided.stream().filter(Decided::spared).count();
        long quarantined = decided.stream().filter(Decided::quarantined).count();
        System.out.printf(
                "guard, %s, shuffle %d: %d of %d in quarantine, %d spared%n",
                set, seed, quarantined, decided.size(), spared);
        assertThat(spared).isZero();
    }

    //  rows        0 ........... 8,000 ................ 14,000 ............... 20,000
    //  model       mostly right  the first class for all  mostly right
    //  breaker     closed        opens soon               closes soon
    @ParameterizedTest
    @ValueSource(strings = {"posterior", "confident_learning", "predicted_neq_given"})
    void shouldOpenWhenAModelCollapsesAndCloseWhenItRecovers(String detector) throws IOException {
        LabelledRows rows = new CollapsingRows(20_000, CLASSES, .1, 8_000, 14_000, 5);
        List<Decided> decided = rehearse(rows, Map.of("policy.detector", detector));

        int first = decided.stream()
                .filter(Decided::spared)
                .mapToInt(Decided::row)
                .min()
                .orElse(-1);
        int last = decided.stream()
                .filter(Decided::spared)
                .mapToInt(Decided::row)
                .max()
                .orElse(-1);
        long lost = decided.subList(first, 14_000).stream()
                .filter(Decided::quarantined)
                .count();
        long after = decided.subList(17_000, 20_000).stream()
                .filter(Decided::quarantined)
                .count();
        System.out.printf(
                "guard, %s: collapse at 8000, first spared %d; %d in quarantine from there to 14000; last spared %d%n",
                detector, first, lost, last);
        assertThat(first).as("opens").isBetween(8_000, 10_000);
        assertThat(last).as("closes").isBetween(first, 17_000);
        assertThat(after).as("quarantines again").isBetween(200L, 450L);
        assertThat(decided).hasSize(20_000);
    }

    // The same, but suspects wait. Without event time the wait ends with the input.
    @Test
    void shouldHoldSuspectsToTheEndOfTheInputWhenThePolicySaysHold() throws IOException {
        LabelledRows rows = new CollapsingRows(12_000, CLASSES, .1, 8_000, 12_000, 5);
        List<Decided> decided =
                rehearse(rows, Map.of("policy.detector", "predicted_neq_given", "policy.guard.onOpen", "hold"));
        List<Decided> spared = decided.stream().filter(Decided::spared).toList();
        assertThat(decided)
                .extracting(Decided::row)
                .containsExactlyElementsOf(IntStream.range(0, 12_000).boxed().toList());
        assertThat(spared)
                .isNotEmpty()
                .allMatch(one -> one.decision().gates().equals(java.util.Set.of(Gate.HOLD_EXPIRED)));
        assertThat(spared.get(0).row()).isBetween(8_000, 10_000);
        assertThat(decided.subList(spared.get(0).row(), 12_000)).noneMatch(Decided::quarantined);
    }

    @Test
    void shouldMarkWithShadowExactlyWhatEnforcingWouldQuarantine() throws IOException {
        LabelledRows rows = new CollapsingRows(16_000, CLASSES, .1, 6_000, 11_000, 6);
        List<Decided> enforced = rehearse(rows, Map.of());
        List<Decided> watched = rehearse(rows, Map.of("policy.mode", "shadow"));
        assertThat(watched).noneMatch(Decided::quarantined);
        assertThat(watched.stream()
                        .filter(one -> one.decision().reasons().contains(Reason.SHADOW))
                        .map(Decided::row))
                .containsExactlyElementsOf(enforced.stream()
                        .filter(Decided::quarantined)
                        .map(Decided::row)
                        .toList());
        assertThat(watched.stream().filter(Decided::spared).map(Decided::row))
                .isNotEmpty()
                .containsExactlyElementsOf(enforced.stream()
                        .filter(Decided::spared)
                        .map(Decided::row)
                        .toList());
    }

    private static List<Decided> rehearse(LabelledRows rows, Map<String, String> sets) throws IOException {
        return rehearse(rows, IntStream.range(0, rows.size()).toArray(), CLASSES, sets);
    }

    private static List<Decided> rehearse(LabelledRows rows, int[] order, int classes, Map<String, String> sets)
            throws IOException {
        PipelineSpec spec = PipelineLoader.parse("classes: " + classes, sets);
        List<Decided> decided = new ArrayList<>();
        Rehearsal.run(
                RehearsalSetup.of(spec),
                new ScoredRows(rows, new ModelKey("main", "1"), true),
                order,
                (row, id, decision) -> decided.add(new Decided(row, decision)));
        return decided;
    }
}
