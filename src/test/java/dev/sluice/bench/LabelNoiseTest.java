package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNoiseTest {

    private final Digits digits = Digits.draw(4_000, 5);

    @ParameterizedTest
    @CsvSource({"CLASS,0", "CLASS,.1", "CLASS,.2", "CLASS,.4", "INSTANCE,0", "INSTANCE,.1", "INSTANCE,.2", "INSTANCE,.4"
    })
    void shouldSpoilAsManyAsAskedForAndLeaveTheTruthMostLikely(LabelNoise noise, double rate) {
        int[] given = noise.labels(digits, rate, new SplittableRandom(1));

        int wrong = 0;
        int[][] counts = new int[Digits.CLASSES][Digits.CLASSES];
        for (int i = 0; i < given.length; i++) {
            counts[digits.labels()[i]][given[i]]++;
            wrong += given[i] != digits.labels()[i] ? 1 : 0;
        }
        assertThat((double) wrong / given.length).isBetween(rate - .025, rate + .025);
        for (int label = 0; label < counts.length; label++) {
            for (int other = 0; other < counts.length; other++) {
                if (other != label) {
                    assertThat(counts[label][label])
                            .as("%s named %s rather than %s", label, label, other)
                            .isGreaterThan(counts[label][other]);
                }
            }
        }
        assertThat(noise.labels(digits, rate, new SplittableRandom(1))).isEqualTo(given);
    }
}
