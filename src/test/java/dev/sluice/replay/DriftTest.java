package dev.sluice.replay;

import static dev.sluice.replay.RehearsalSetups.setup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.DriftingRows;
import dev.sluice.TuningData;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.NpyFile;
import dev.sluice.files.NpyRows;
import dev.sluice.files.ScoreKind;
import dev.sluice.judge.DetectorKind;
import dev.sluice.judge.Route;
import dev.sluice.noise.Window;
import dev.sluice.spec.WindowSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Label noise that jumps from 20 % to 70 %. A learner with the window that we recommend for drifting streams is, 5,000 rows
 * after the jump, as good as one that started at the jump. Thresholds of a learner that remembers everything are not; a
 * posterior loses less, since it reads them only through the pattern of the noise.
 */
class DriftTest {

    private static final int CHANGE = 20_000;
    private static final int RECOVERED = CHANGE + 5_000;
    private static final int END = 35_000;
    private static final double AS_GOOD = .03;
    private static final Window RECOMMENDED = WindowSpec.ofSamples(5_000).toWindow(1);

    @Test
    void shouldRecoverWithin5000RowsWhenTheNoiseOfAGeneratedStreamJumps() throws IOException {
        shouldRecover("generated", DriftingRows.generated(END, 10, CHANGE, .2, .7, 5));
    }

    @Test
    void shouldRecoverWithin5000RowsWhenTheNoiseOverRealPredictionsJumps() throws IOException {
        LabelledRows rows = NpyRows.open(
                TuningData.file("cifar10s", "labels.npy"),
                TuningData.file("cifar10s", "probs_resnet18.npy"),
                ScoreKind.PROBABILITIES,
                Optional.empty(),
                OptionalInt.of(10));
        NpyFile truth = NpyFile.open(TuningData.file("cifar10s", "true.npy"));
        int[] order = ArrivalOrder.shuffled(rows.size(), 9);
        float[][] logits = new float[END][];
        int[] right = new int[END];
        for (int i = 0; i < END; i++) {
            logits[i] = rows.logits(order[i]);
            right[i] = (int) truth.integer(order[i], 0);
        }
        shouldRecover("cifar10s", new DriftingRows(logits, right, CHANGE, .2, .7, 5));
    }

    private static void shouldRecover(String name, DriftingRows rows) throws IOException {
        for (DetectorKind detector : List.of(DetectorKind.POSTERIOR, DetectorKind.CONFIDENT_LEARNING)) {
            shouldRecover(name + ", " + detector, detector, rows);
        }
    }

    private static void shouldRecover(String name, DetectorKind detector, DriftingRows rows) throws IOException {
        double fresh = f1(detector, rows, CHANGE, Window.all());
        double windowed = f1(detector, rows, 0, RECOMMENDED);
        double short2500 = f1(detector, rows, 0, WindowSpec.ofSamples(2_500).toWindow(1));
        double everything = f1(detector, rows, 0, Window.all());
        System.out.printf(
                "drift, %s: F1 of rows %d..%d fresh %.4f, window 5000 %.4f, window 2500 %.4f, all %.4f%n",
                name, RECOVERED, END, fresh, windowed, short2500, everything);
        assertThat(windowed).as("with the window").isGreaterThan(fresh - AS_GOOD);
        assertThat(short2500).as("with half the window").isGreaterThan(fresh - AS_GOOD);
        if (detector == DetectorKind.CONFIDENT_LEARNING) {
            assertThat(everything).as("a test that can fail: without a window").isLessThan(fresh - AS_GOOD);
        }
    }

    private static double f1(DetectorKind detector, DriftingRows rows, int from, Window window) throws IOException {
        int[] hits = new int[3];
        Rehearsal.run(
                setup().classes(10).detector(detector).window(window).build(),
                setup().scored(rows),
                IntStream.range(from, rows.size()).toArray(),
                (row, id, decision) -> {
                    if (row >= RECOVERED) {
                        boolean flagged = decision.route() == Route.QUARANTINE;
                        hits[0] += rows.wrong(row) && flagged ? 1 : 0;
                        hits[1] += rows.wrong(row) ? 1 : 0;
                        hits[2] += flagged ? 1 : 0;
                    }
                });
        return 2.0 * hits[0] / (hits[1] + hits[2]);
    }
}
