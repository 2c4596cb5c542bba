package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GeneratedRows;
import dev.sluice.files.LabelledRows;
import dev.sluice.judge.Decision;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Window;
import dev.sluice.replay.PairedRows;
import dev.sluice.replay.Rehearsal;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.RehearsalSummary;
import dev.sluice.replay.ScoredRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The topology, driven record by record, and the rehearsal over the same rows in the same order must not differ in a single
 * bit: they are two sets of plumbing around one judge.
 */
class DriverAgainstRehearsalTest {

    private static final int CLASSES = 4;
    private static final int ROWS = 1_700;

    /** What a decision says, as far as both sides know it; doubles by their bits. */
    private record Verdict(
            String route,
            long weight,
            long pWrong,
            int suggested,
            List<String> reasons,
            List<String> gates,
            String snapshot) {}

    @ParameterizedTest
    @CsvSource({
        "confident_learning, hold, 1000, 2000, 7",
        "confident_learning, hold, 100, 10, 8",
        "confident_learning, clean, 100, 250, 9",
        "predicted_neq_given, quarantine, 300, 2000, 10",
        "confident_learning, hold, 100000, 2000, 11",
    })
    void shouldDecideBitForBitAlikeWhenOrderIsTheSame(
            String detector, String route, long warmUp, long maxAhead, long seed) throws IOException {
        LabelledRows rows = new GeneratedRows(ROWS, CLASSES, seed);
        String yaml = "classes: " + CLASSES + "\nlearning: {maxAhead: " + maxAhead
                + ", snapshotEvery: {records: 100, time: 1h}}\npolicy: {detector: " + detector
                + ", warmUp: {samples: " + warmUp + ", perClass: 5, route: " + route + "}}\n";
        try (FilterHarness live = new FilterHarness(yaml, Map.of("topics.decisions", "true"))) {
            Map<String, Verdict> expected = new HashMap<>();
            RehearsalSummary summary = Rehearsal.run(
                    setup(live, maxAhead),
                    new ScoredRows(rows, new ModelKey("main", "1"), true),
                    IntStream.range(0, ROWS).toArray(),
                    (row, id, decision) -> expected.put(id, verdict(decision)));

            Map<String, Verdict> actual = drive(live, rows);

            assertThat(actual).isEqualTo(expected);
            assertThat(actual).hasSize(ROWS);
            assertThat(live.snapshots.newest().hash())
                    .isEqualTo(summary.lastSnapshot().orElseThrow().hash());
        }
    }

    @ParameterizedTest
    @CsvSource({"hold, 100, 2000, 21", "hold, 250, 30, 22", "clean, 150, 250, 23"})
    void shouldDecideBitForBitAlikeWhenLinesAreOfSeveralVersionsAndSomeInSample(
            String route, long warmUp, long maxAhead, long seed) throws IOException {
        String yaml = "classes: " + CLASSES + "\nlearning: {maxAhead: " + maxAhead
                + ", snapshotEvery: {records: 100, time: 1h}}\npolicy: {warmUp: {samples: " + warmUp
                + ", perClass: 5, route: " + route + "}}\n";
        MixedLines lines = new MixedLines(new GeneratedRows(ROWS, CLASSES, seed));
        try (FilterHarness live = new FilterHarness(yaml, Map.of("topics.decisions", "true"))) {
            PairedRows rows = new PairedRows(CLASSES, live.spec);
            lines.forEach(
                    sample -> {
                        rows.add(sample.record());
                        live.pipe(sample).shuttle();
                    },
                    logits -> {
                        rows.add(logits.record());
                        live.pipe(logits).shuttle();
                    });
            Map<String, Verdict> expected = new HashMap<>();
            RehearsalSummary summary = Rehearsal.run(
                    setup(live, maxAhead),
                    rows,
                    IntStream.range(0, rows.size()).toArray(),
                    (row, id, decision) -> expected.put(id, verdict(decision)));

            assertThat(settle(live, lines.size())).isEqualTo(expected);
            assertThat(live.snapshots.newest().hash())
                    .isEqualTo(summary.lastSnapshot().orElseThrow().hash());
            assertThat(summary.lastSnapshot().orElseThrow().models())
                    .extracting(ModelStatistics::model)
                    .as("of two versions that came at once the last in their own order")
                    .containsExactly(new ModelKey("main", "9"));
            assertThat(rows.unpaired().total()).isEqualTo(live.leftovers().size());
            assertThat(rows.unpaired()).isEqualTo(lines.unpaired());
        }
    }

    private static Map<String, Verdict> drive(FilterHarness live, LabelledRows rows) {
        for (int row = 0; row < ROWS; row++) {
            Given.SampleBuilder sample =
                    Given.sample(rows.id(row)).label(rows.label(row)).at(row);
            Given.LogitsBuilder logits =
                    Given.logits(rows.id(row)).values(rows.logits(row)).at(row);
            if (row % 3 == 0) {
                live.pipe(logits).pipe(sample);
            } else {
                live.pipe(sample).pipe(logits);
            }
            live.shuttle();
        }
        return settle(live, ROWS);
    }

    private static RehearsalSetup setup(FilterHarness live, long maxAhead) {
        return new RehearsalSetup(
                CLASSES, live.spec.classes().hash(), live.policies.newest(), 100, maxAhead, Window.all());
    }

    private static Verdict verdict(Decision decision) {
        return new Verdict(
                decision.route().name(),
                Double.doubleToRawLongBits(decision.weight()),
                Double.doubleToRawLongBits(decision.pWrong()),
                decision.suggestedLabel(),
                names(decision.reasons()),
                names(decision.gates()),
                decision.snapshot() == null ? null : decision.snapshot().toString());
    }

    private static Map<String, Verdict> settle(FilterHarness live, long lastTime) {
        live.tick(lastTime + live.spec.pairing().waiting().toMillis() + 1).shuttle();
        live.pass(java.time.Duration.ofHours(1))
                .shuttle()
                .pass(FilterProcessor.BEAT)
                .shuttle();
        live.pass(java.time.Duration.ofHours(1)).shuttle();
        Map<String, Verdict> verdicts = new HashMap<>();
        live.decisions()
                .forEach(decision -> verdicts.put(
                        decision.getSampleId(),
                        new Verdict(
                                decision.getRoute().name(),
                                Double.doubleToRawLongBits(decision.getWeight()),
                                Double.doubleToRawLongBits(decision.getPWrong()),
                                decision.getSuggestedLabel(),
                                decision.getReasons(),
                                decision.getGates(),
                                decision.getSnapshotVersion())));
        return verdicts;
    }

    private static List<String> names(Iterable<? extends Enum<?>> values) {
        TreeSet<String> names = new TreeSet<>();
        values.forEach(value -> names.add(value.name()));
        return new ArrayList<>(names);
    }
}
