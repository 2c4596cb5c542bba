package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseModelTest {

    @Test
    void shouldSayThatLabelsAreRightWhenNothingWasCountedYet() {
        NoiseModel noise = NoiseModel.of(SparseCounts.of(new long[2][2]), new long[] {30, 10});
        assertThat(noise.givenByTrue().get(0, 0)).isEqualTo(1);
        assertThat(noise.givenByTrue().get(0, 1)).isZero();
        assertThat(noise.prior()).containsExactly(new double[] {.75, .25}, within(1e-12));
    }

    @Test
    void shouldGiveAnEqualPriorWhenThereAreNoSamples() {
        NoiseModel noise = NoiseModel.of(SparseCounts.of(new long[4][4]), new long[4]);
        assertThat(noise.prior()).containsExactly(new double[] {.25, .25, .25, .25}, within(1e-12));
        assertThat(noise.givenByTrue().values()).isEmpty();
    }

    @Test
    void shouldKeepASmallPriorWhenAClassWasNeverSeen() {
        NoiseModel noise = NoiseModel.of(SparseCounts.of(new long[][] {{5, 0}, {0, 0}}), new long[] {5, 0});
        assertThat(noise.prior()[1]).isCloseTo(1e-6, within(1e-11));
    }

    @Test
    void shouldBeCertainWhenThereIsOneClass() {
        NoiseModel noise = NoiseModel.of(SparseCounts.of(new long[][] {{3}}), new long[] {9});
        assertThat(noise.prior()).containsExactly(1);
        assertThat(noise.givenByTrue().get(0, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 100, 1000})
    void shouldHaveColumnsAndAPriorThatSumToOneForAnyNumberOfClasses(int classes) {
        Random random = new Random(classes);
        long[][] joint = new long[classes][classes];
        long[] counts = new long[classes];
        for (int given = 0; given < classes; given++) {
            joint[given][given] = 50 + random.nextInt(50);
            for (int cell = 0; cell < 5; cell++) {
                joint[given][random.nextInt(classes)] += random.nextInt(9);
            }
            counts[given] = 100 + random.nextInt(400);
        }
        NoiseModel noise = NoiseModel.of(SparseCounts.of(joint), counts);
        assertThat(Arrays.stream(noise.prior()).sum()).isCloseTo(1, within(1e-9));
        double[] columns = new double[classes];
        for (int i = 0; i < noise.givenByTrue().values().length; i++) {
            columns[noise.givenByTrue().columns()[i]] += noise.givenByTrue().values()[i];
        }
        for (double column : columns) {
            assertThat(column).isCloseTo(1, within(1e-9));
        }
    }
}
