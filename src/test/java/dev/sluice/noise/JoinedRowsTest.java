package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.storm.StormRow;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JoinedRowsTest {

    private static final ModelKey ONE = new ModelKey("one", "1");
    private static final ModelKey TWO = new ModelKey("two", "1");

    private final LearningSample one = new LearningSample(3);
    private final LearningSample two = new LearningSample(3);

    private List<StormRow> joined() {
        Map<ModelKey, PosteriorModel> posteriors = new TreeMap<>();
        posteriors.put(ONE, PosteriorModel.untaught(3));
        posteriors.put(TWO, PosteriorModel.untaught(3));
        return new JoinedRows(posteriors, Map.of(ONE, one, TWO, two)).rows();
    }

    @Test
    void shouldJoinWhatBothModelsSaidOfASample() {
        one.add(SampleRow.of("a", 0, new float[] {2, 0, 0}));
        two.add(SampleRow.of("a", 0, new float[] {0, 2, 0}));
        one.add(SampleRow.of("only here", 1, new float[] {0, 0, 0}));
        StormRow row = joined().get(0);
        assertThat(joined()).hasSize(1);
        double high = Math.exp(2) / (Math.exp(2) + 2);
        double low = 1 / (Math.exp(2) + 2);
        assertThat(row.look().lossMean()).isCloseTo((-Math.log(high) - Math.log(low)) / 2, within(1e-9));
        assertThat(row.look().topMean()).isCloseTo(high, within(1e-9));
        assertThat(row.look().passes()).isEqualTo(2);
        assertThat(row.look().agrees()).as("half of them do").isTrue();
        assertThat(row.embedding()).containsExactly(new float[] {1 / 3f, 1 / 3f, -2 / 3f}, within(1e-6f));
    }

    @Test
    void shouldLeaveOutASampleThatCameUnderTwoLabels() {
        one.add(SampleRow.of("a", 0, new float[] {2, 0, 0}));
        two.add(SampleRow.of("a", 1, new float[] {0, 2, 0}));
        assertThat(joined()).isEmpty();
    }

    // Of many more rows than a sample keeps, what is joined still stands for all of them.
    @Test
    void shouldStandForTheStreamWhenSamplesAreFull() {
        Random random = new Random(1);
        int all = 20_000;
        for (int i = 0; i < all; i++) {
            int given = random.nextInt(3);
            for (LearningSample sample : List.of(one, two)) {
                float[] logits = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
                logits[given] += .5f;
                sample.add(SampleRow.of("s" + i, given, logits));
            }
        }
        List<StormRow> rows = joined();
        assertThat(rows.size()).isGreaterThan(1000);
        assertThat(rows.stream().mapToDouble(StormRow::stands).sum()).isCloseTo(all, within(.1 * all));
    }
}
