package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningSampleTest {

    private static List<SampleRow> rows(int classes, int size, double noise, long seed) {
        GeneratedStream stream = GeneratedStream.draw(classes, size, noise, seed);
        List<SampleRow> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(SampleRow.of("s" + i, stream.given()[i], stream.logits()[i]));
        }
        return rows;
    }

    private static LearningSample of(int classes, List<SampleRow> rows) {
        LearningSample sample = new LearningSample(classes);
        rows.forEach(sample::add);
        return sample;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 128, 129, 1000})
    void shouldHoldTheSameWhateverTheOrderAndHoweverTheStreamWasCut(int classes) {
        List<SampleRow> rows = rows(classes, 9000, .3, classes);
        LearningSample whole = of(classes, rows);
        List<SampleRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(2));
        LearningSample left = of(classes, shuffled.subList(0, 1234));
        LearningSample middle = of(classes, shuffled.subList(1234, 5000));
        LearningSample right = of(classes, shuffled.subList(5000, rows.size()));
        LearningSample merged = new LearningSample(classes);
        merged.merge(right);
        merged.merge(left);
        merged.merge(middle);
        assertThat(merged).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(middle.seen()).isEqualTo(3766);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 128, 129, 1000})
    void shouldStayWithinItsBoundsAndStandForAllRows(int classes) {
        LearningSample sample = of(classes, rows(classes, 20_000, .3, classes));
        assertThat(sample.rows().size()).isBetween(1000, LearningSample.CAPACITY);
        assertThat(sample.rows())
                .allSatisfy(row -> assertThat(row.logits().length).isLessThanOrEqualTo(Candidates.LIMIT));
        assertThat(sample.seen()).isEqualTo(20_000);
        assertThat(sample.rows().stream().mapToDouble(sample::weight).sum()).isCloseTo(20_000, within(1e-6));
    }

    @Test
    void shouldKeepEveryRowThatDisagreesWhenTheyAreFew() {
        // 10,000 rows of which 60 disagree with their label: all of them are among the 4,096.
        LearningSample sample = new LearningSample(10);
        Set<String> odd = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            float[] logits = new float[10];
            logits[i % 10] = 5;
            boolean wrong = i % 167 == 0;
            if (wrong) {
                odd.add("s" + i);
            }
            sample.add(SampleRow.of("s" + i, wrong ? (i + 3) % 10 : i % 10, logits));
        }
        assertThat(sample.rows().stream().filter(row -> !row.agrees()).map(SampleRow::id))
                .containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    void shouldNotFollowTheOrderOfIdsWhenItChooses() {
        // Ids in the order of arrival: each thousand of them is drawn from alike.
        LearningSample sample = of(2, rows(2, 40_000, .3, 5));
        long early = sample.rows().stream()
                .filter(row -> Integer.parseInt(row.id().substring(1)) < 20_000)
                .count();
        assertThat((double) early / sample.rows().size()).isCloseTo(.5, within(.03));
    }

    @Test
    void shouldKeepTheLargestLogitsAndTheGivenLabelWhenThereAreManyClasses() {
        float[] logits = new float[1000];
        for (int k = 0; k < 1000; k++) {
            logits[k] = k % 100;
        }
        SampleRow row = SampleRow.of("a", 1, logits);
        assertThat(row.classes()).hasSize(32).contains(1, 99, 199, 999).isSorted();
        assertThat(row.agrees()).isFalse();
        assertThat(SampleRow.of("a", 99, logits).agrees()).isTrue();
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        LearningSample sample = new LearningSample(3);
        assertThatThrownBy(() -> sample.add(SampleRow.of("a", 3, new float[4])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sample.merge(new LearningSample(4))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleRow(1, "a", 3, false, new int[] {0, 1}, new float[2], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
