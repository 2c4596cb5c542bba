package dev.sluice.replay;

import static dev.sluice.replay.RehearsalSetups.setup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.judge.Decision;
import dev.sluice.judge.DetectorKind;
import dev.sluice.noise.GeneratedStream;
import dev.sluice.noise.ModelStatistics;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A whole run of a pipeline in which classes have other numbers: everything that is learnt and decided has those other numbers,
 * and nothing else changes. What a sum of exponentials rounds to depends on its order, hence the tolerance.
 */
class InvarianceTest {

    private static final int ROWS = 6_000;

    /** Class k is called {@code to[k]}. */
    private record Renamed(GeneratedStream stream, int[] to) implements LabelledRows {
        @Override
        public int size() {
            return stream.size();
        }

        @Override
        public int classes() {
            return stream.classes();
        }

        @Override
        public String id(int row) {
            return "s" + row;
        }

        @Override
        public int label(int row) {
            return to[stream.given()[row]];
        }

        @Override
        public float[] logits(int row) {
            float[] logits = new float[to.length];
            for (int k = 0; k < to.length; k++) {
                logits[to[k]] = stream.logits()[row][k];
            }
            return logits;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POSTERIOR, 6, 1",
        "POSTERIOR, 40, 2",
        "CONFIDENT_LEARNING, 6, 3",
        "CONFIDENT_LEARNING, 40, 4",
        "PREDICTED_NEQ_GIVEN, 6, 5"
    })
    void shouldRenameWhatIsLearntAndDecidedAndChangeNothingElse(DetectorKind detector, int classes, long seed)
            throws IOException {
        GeneratedStream stream = GeneratedStream.draw(classes, ROWS, .25, seed);
        // Distinct logits: which of two equal classes wins is decided by index, on purpose.
        Random noise = new Random(seed);
        for (float[] logits : stream.logits()) {
            for (int k = 0; k < classes; k++) {
                logits[k] += (float) noise.nextGaussian() / 4;
            }
        }
        int[] same = new int[classes];
        for (int k = 0; k < classes; k++) {
            same[k] = k;
        }
        int[] to = ArrivalOrder.shuffled(classes, seed);
        Map<String, Decision> before = new HashMap<>();
        Map<String, Decision> after = new HashMap<>();
        ModelStatistics learnt = run(detector, new Renamed(stream, same), before);
        ModelStatistics renamed = run(detector, new Renamed(stream, to), after);

        int suspects = 0;
        for (String id : before.keySet()) {
            Decision one = before.get(id);
            Decision other = after.get(id);
            assertThat(other.route()).as(id).isEqualTo(one.route());
            assertThat(other.suggestedLabel()).as(id).isEqualTo(to[one.suggestedLabel()]);
            assertThat(other.reasons()).as(id).isEqualTo(one.reasons());
            assertThat(other.pWrong()).as(id).isCloseTo(one.pWrong(), within(1e-4));
            suspects += one.reasons().isEmpty() ? 0 : 1;
        }
        assertThat(suspects).as("a test that can fail").isBetween(ROWS / 10, ROWS / 2);
        for (int k = 0; k < classes; k++) {
            assertThat(renamed.counts()[to[k]]).isEqualTo(learnt.counts()[k]);
            assertThat(renamed.thresholds()[to[k]]).isCloseTo(learnt.thresholds()[k], within(1e-9));
            for (int j = 0; j < classes; j++) {
                assertThat(renamed.confidentJoint().get(to[k], to[j]))
                        .isEqualTo(learnt.confidentJoint().get(k, j));
            }
        }
    }

    private static ModelStatistics run(DetectorKind detector, Renamed rows, Map<String, Decision> decisions)
            throws IOException {
        RehearsalSummary summary = Rehearsal.run(
                setup().classes(rows.classes()).detector(detector).build(),
                setup().scored(rows),
                ArrivalOrder.shuffled(ROWS, 7),
                (row, id, decision) -> decisions.put(id, decision));
        return summary.lastSnapshot().orElseThrow().models().get(0);
    }
}
