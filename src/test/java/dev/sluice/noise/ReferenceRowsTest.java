package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceRowsTest {

    private static final int ROWS = 3_000;

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 100})
    void shouldStandForTheStreamWhateverItsOrder(int classes) {
        float[][] logits = new float[ROWS][classes];
        int[] labels = new int[ROWS];
        Random random = new Random(classes);
        for (int row = 0; row < ROWS; row++) {
            labels[row] = random.nextInt(classes);
            for (int k = 0; k < classes; k++) {
                logits[row][k] = (float) random.nextGaussian() + (k == labels[row] && row % 9 > 0 ? 3 : 0);
            }
        }
        LearningSample forth = new LearningSample(classes);
        LearningSample back = new LearningSample(classes);
        for (int row = 0; row < ROWS; row++) {
            forth.add(SampleRow.of("id-" + row, labels[row], logits[row]));
            int last = ROWS - 1 - row;
            back.add(SampleRow.of("id-" + last, labels[last], logits[last]));
        }
        PosteriorModel model = PosteriorModel.untaught(classes);
        ReferenceRows reference = ReferenceRows.of(forth, model);

        assertThat(ReferenceRows.of(back, model)).isEqualTo(reference);
        assertThat(reference.size()).isBetween(300, 1_100);
        double stands = 0;
        for (float rows : reference.rows()) {
            stands += rows;
        }
        assertThat(stands).isBetween(ROWS - 1., ROWS + 1.);
        float[] all = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            all[row] = (float) PosteriorModel.probability(model.logOdds(logits[row], labels[row]));
        }
        Arrays.sort(all);
        for (float pWrong : reference.pWrong()) {
            int near = Arrays.binarySearch(all, pWrong);
            near = near < 0 ? Math.min(ROWS - 1, -near - 1) : near;
            float off = Math.min(Math.abs(all[near] - pWrong), Math.abs(all[Math.max(0, near - 1)] - pWrong));
            assertThat(off).as("P(label wrong) of a row of the stream").isLessThan(1e-5f);
        }
    }
}
