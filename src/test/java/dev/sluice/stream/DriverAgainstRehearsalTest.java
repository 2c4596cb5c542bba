package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GeneratedRows;
import dev.sluice.files.LabelledRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.replay.Rehearsal;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.RehearsalSummary;
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
            RehearsalSetup setup = new RehearsalSetup(
                    CLASSES,
                    live.spec.classes().hash(),
                    new ModelKey("main", "1"),
                    true,
                    live.policies.newest(),
                    100,
                    maxAhead);
            int[] order = IntStream.range(0, ROWS).toArray();
            RehearsalSummary summary = Rehearsal.run(
                    setup,
                    rows,
                    order,
                    (row, id, decision) -> expected.put(
                            id,
                            new Verdict(
                                    decision.route().name(),
                                    Double.doubleToRawLongBits(decision.weight()),
                                    Double.doubleToRawLongBits(decision.pWrong()),
                                    decision.suggestedLabel(),
                                    names(decision.reasons()),
                                    names(decision.gates()),
                                    decision.snapshot() == null
                                            ? null
                                            : decision.snapshot().toString())));

            Map<String, Verdict> actual = drive(live, rows);

            assertThat(actual).isEqualTo(expected);
            assertThat(actual).hasSize(ROWS);
            assertThat(live.snapshots.newest().hash())
                    .isEqualTo(summary.lastSnapshot().orElseThrow().hash());
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
        live.tick(ROWS + live.spec.pairing().waiting().toMillis() + 1).shuttle();
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
