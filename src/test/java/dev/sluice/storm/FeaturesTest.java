package dev.sluice.storm;

import static dev.sluice.storm.StormRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeaturesTest {

    // loss 1, 3 | top .5, .7 : means 2 and .6, standard deviations 1 and .1; one of two passes agrees
    @Test
    void shouldSumUpThePasses() {
        Look look = Look.of(new double[] {1, 3}, new double[] {.5, .7}, 1);
        assertThat(look.lossMean()).isEqualTo(2);
        assertThat(look.lossStd()).isEqualTo(1);
        assertThat(look.topMean()).isCloseTo(.6, within(1e-12));
        assertThat(look.topStd()).isCloseTo(.1, within(1e-12));
        assertThat(look.agrees()).isTrue();
    }

    @Test
    void shouldFindTheSameLookInProbabilities() {
        Look look = Look.of(List.of(new double[] {.2, .8}, new double[] {.6, .4}), 0);
        assertThat(look).isEqualTo(Look.of(new double[] {-Math.log(.2), -Math.log(.6)}, new double[] {.8, .6}, 1));
        assertThat(Look.of(List.of(new double[] {0, 1}), 0).lossMean()).isCloseTo(27.63, within(.01));
    }

    // Eight rows of label 0 that agree, of losses 0 and 2 in equal parts, and one more of label 1, which is too few for
    // a group.
    @Test
    void shouldKnowWhatIsUsualInAGroup() {
        List<StormRow> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(row(0, i % 2 * 2));
        }
        rows.add(row(1, 10));
        Groups groups = Groups.of(rows, 2);
        int own = groups.group(0, true);
        assertThat(groups.mean(own, Groups.LOSS_MEAN)).isEqualTo(1);
        assertThat(groups.std(own, Groups.LOSS_MEAN)).isEqualTo(1);
        assertThat(groups.mean(groups.group(1, true), Groups.LOSS_MEAN))
                .as("of all labels")
                .isEqualTo(2);
    }

    private static StormRow row(int given, double loss) {
        return new StormRow(given, 1, 0, Look.of(new double[] {loss}, new double[] {.5}, 1), new float[0]);
    }

    @Test
    void shouldSwitchOffWhatOnePassCannotTell() {
        List<Integer> off = off(1);
        assertThat(off).containsExactly(3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17);
        assertThat(off(3)).isEmpty();
    }

    private static List<Integer> off(int passes) {
        List<StormRow> rows = rows().passes(passes).draw(500, 3);
        Features features = Features.of(rows, Groups.of(rows, 4));
        StormRow first = rows.get(0);
        for (double value : features.of(first.given(), first.look(), Groups.of(rows, 4))) {
            assertThat(value).isBetween(-4.0, 4.0);
        }
        return IntStream.range(0, Features.COUNT)
                .filter(f -> features.factor()[f] == 0)
                .boxed()
                .toList();
    }

    @Test
    void shouldTakeWhatIsUsualWhereASampleHasOnePassAndOthersHaveMore() {
        List<StormRow> rows = rows().passes(3).draw(500, 3);
        Groups groups = Groups.of(rows, 4);
        Look one = Look.of(new double[] {.7}, new double[] {.5}, 1);
        int group = groups.group(2, true);
        for (int quantity : new int[] {Groups.LOSS_STD, Groups.TOP_STD, Groups.DIVERGENCE, Groups.OVERLAP}) {
            assertThat(groups.of(one, group, quantity)).isEqualTo(groups.mean(group, quantity));
        }
    }
}
