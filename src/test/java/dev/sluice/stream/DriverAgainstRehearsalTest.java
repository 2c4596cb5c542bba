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
        "confident_learning, hold, 1000, 2000, 7, .5, .8",
        "confident_learning, hold, 100, 10, 8, .5, .8",
        "confident_learning, clean, 100, 250, 9, .5, .8",
        "predicted_neq_given, quarantine, 300, 2000, 10, .5, .8",
        "posterior, hold, 300, 500, 12, .5, .8",
        "posterior, clean, 100, 250, 13, .5, .8",
        "confident_learning, hold, 100000, 2000, 11, .5, .8",
        "confident_learning, hold, 100, 2000, 14, .1, .1",
        "posterior, clean, 300, 250, 15, .1, .1",
    })
    void shouldDecideBitForBitAlikeWhenOrderIsTheSame(
            String detector, String route, long warmUp, long maxAhead, long seed, double maxRate, double maxClassRate)
            throws IOException {
        LabelledRows rows = new GeneratedRows(ROWS, CLASSES, seed);
        String yaml = "classes: " + CLASSES + "\nlearning: {maxAhead: " + maxAhead
                + ", snapshotEvery: {records: 100, time: 1h}}\npolicy: {detector: " + detector
                + ", warmUp: {samples: " + warmUp + ", perClass: 5, route: " + route + "}, guard: {maxRate: " + maxRate
                + ", maxClassRate: " + maxClassRate + "}}\n";
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
            assertThat(actual.values().stream().anyMatch(one -> one.reasons().contains("BREAKER")))
                    .as("with tight breakers some open")
                    .isEqualTo(maxRate < .3);
            assertThat(actual.values())
                    .as("not all are open all the time")
                    .anyMatch(one -> one.route().equals("QUARANTINE") || warmUp > ROWS);
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

    // Two models and two epochs, numbered or not, some logits in sample, some missing, some doubled; lines a
    // millisecond
    // apart. Then time passes a millisecond a tick, as the rehearsal has no time and takes what is overdue one by one.
    @ParameterizedTest
    @CsvSource({
        "expire, ignore, hold, 100, 2000, 31",
        "judge, ignore, hold, 100, 2000, 32",
        "expire, every, clean, 100, 60, 33",
        "judge, every, hold, 100, 2000, 34",
        "judge, every, clean, 300, 60, 35"
    })
    void shouldDecideBitForBitAlikeWhenSeveralModelsScoreSeveralPresentations(
            String onTimeout, String onRepeat, String route, long warmUp, long maxAhead, long seed) throws IOException {
        String yaml = "classes: " + CLASSES + "\nmodels: [{id: large}, {id: small}]\npairing: {onTimeout: " + onTimeout
                + ", onRepeat: " + onRepeat + "}\nlearning: {maxAhead: " + maxAhead
                + ", snapshotEvery: {records: 100, time: 1h}}\npolicy: {detector: confident_learning, warmUp: {samples: "
                + warmUp + ", perClass: 5, route: " + route + "}}\n";
        EpochLines lines = new EpochLines(new GeneratedRows(500, CLASSES, seed), seed);
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
            rows.finish();
            Map<String, List<Verdict>> expected = new HashMap<>();
            RehearsalSummary summary = Rehearsal.run(
                    setup(live, maxAhead),
                    rows,
                    IntStream.range(0, rows.size()).toArray(),
                    (row, id, decision) -> expected.computeIfAbsent(id, none -> new ArrayList<>())
                            .add(verdict(decision)));

            long wait = live.spec.pairing().waiting().toMillis();
            for (int i = 0; i < lines.size(); i++) {
                live.tick(i + wait + 1).shuttle();
            }
            live.tick(lines.size() + wait + 1).shuttle();
            for (int i = 0; i < 3; i++) {
                live.pass(java.time.Duration.ofHours(1)).shuttle();
            }
            Map<String, List<Verdict>> actual = new HashMap<>();
            live.decisions()
                    .forEach(decision -> actual.computeIfAbsent(decision.getSampleId(), none -> new ArrayList<>())
                            .add(verdict(decision)));

            assertThat(actual).isEqualTo(expected);
            assertThat(live.snapshots.newest().hash())
                    .isEqualTo(summary.lastSnapshot().orElseThrow().hash());
            assertThat(summary.lastSnapshot().orElseThrow().models()).hasSize(2);
            assertThat(rows.unpaired().total()).isEqualTo(live.leftovers().size());
            assertThat(rows.size()).isGreaterThan(300);
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
        live.decisions().forEach(decision -> verdicts.put(decision.getSampleId(), verdict(decision)));
        return verdicts;
    }

    private static Verdict verdict(dev.sluice.avro.Decision decision) {
        return new Verdict(
                decision.getRoute().name(),
                Double.doubleToRawLongBits(decision.getWeight()),
                Double.doubleToRawLongBits(decision.getPWrong()),
                decision.getSuggestedLabel(),
                decision.getReasons(),
                decision.getGates(),
                decision.getSnapshotVersion());
    }

    private static List<String> names(Iterable<? extends Enum<?>> values) {
        TreeSet<String> names = new TreeSet<>();
        values.forEach(value -> names.add(value.name()));
        return new ArrayList<>(names);
    }
}
