package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrainingRowTest {

    // Mean .8, deviation .02; t(2 degrees) = 4.303; 4.303 * .02 / sqrt(3) = .0497.
    @Test
    void shouldGiveTheConfidenceIntervalByStudent() {
        TrainingRow row = TrainingRow.of("class", .2, "raw", List.of(.78, .8, .82), null);

        assertThat(row.meanAccuracy()).isCloseTo(.8, Offset.offset(1e-12));
        assertThat(row.spread()).isCloseTo(.0497, Offset.offset(5e-5));
    }

    @Test
    void shouldGiveNoneForOneSeed() {
        assertThat(TrainingRow.of("class", .2, "raw", List.of(.8), 0.).spread()).isNull();
    }

    @Test
    void shouldTellALossThatIsCertainFromOneThatIsNot() {
        double even = CrossScores.loss(new float[][] {{0, 0}}, new int[] {1}, new float[] {1});
        double sure = CrossScores.loss(new float[][] {{0, 900}}, new int[] {1}, new float[] {1});

        assertThat(even).isCloseTo(Math.log(2), Offset.offset(1e-12));
        assertThat(sure).isZero();
    }
}
