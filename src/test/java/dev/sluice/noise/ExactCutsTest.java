package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cut of each group against sorting it, for numbers that are hard to tell apart. */
class ExactCutsTest {

    private static final int PARTS = 3;

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("spread evenly", x -> 2 * x - 1),
                shape("all equal", x -> .25),
                shape("all zero, of both signs", x -> x < .5 ? -0.0 : 0.0),
                shape("few values", x -> Math.rint(x * 3) / 3),
                shape("crowded at 1 like a sure model", x -> 1 - Math.pow(x, 40)),
                shape("crowded at 0 over many orders of magnitude", x -> Math.pow(10, -320 * x)),
                shape("one bit apart", x -> Double.longBitsToDouble(Double.doubleToRawLongBits(.5) + (long) (x * 50))),
                shape("a cluster and a tail", x -> x < .9 ? 1 : x - 1));
    }

    private static Arguments shape(String name, DoubleUnaryOperator shape) {
        return Arguments.of(name, shape);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void shouldFindTheCutThatSortingFinds(String name, DoubleUnaryOperator shape) {
        Random random = new Random(5);
        // One group larger than what may be kept, so that it must be narrowed down; and small ones beside it.
        double[][] groups = {
            random.doubles(300_000).map(shape).toArray(),
            random.doubles(1_000).map(shape).toArray(),
            random.doubles(1).map(shape).toArray()
        };
        for (double share : new double[] {0, .3, .95, 1}) {
            long[] wanted = Arrays.stream(groups)
                    .mapToLong(group -> Math.max(1, (long) (share * group.length)))
                    .toArray();
            ExactCuts cuts = new ExactCuts(wanted);
            int passes = 0;
            while (!cuts.settled()) {
                pass(cuts, groups);
                assertThat(++passes).as("passes").isLessThan(9);
            }
            for (int group = 0; group < groups.length; group++) {
                double[] sorted =
                        Arrays.stream(groups[group]).map(x -> x + 0.0).sorted().toArray();
                double cut = sorted[(int) wanted[group] - 1];
                assertThat(cuts.cut(group)).isEqualTo(cut);
                assertThat(cuts.atCut(group))
                        .isEqualTo(Arrays.stream(sorted).filter(x -> x == cut).count());
                assertThat(cuts.wantedAtCut(group))
                        .isEqualTo(wanted[group]
                                - Arrays.stream(sorted).filter(x -> x < cut).count());
            }
        }
    }

    /** The last double of a bin and the first of the next are where an interval could lose a number. */
    @Test
    void shouldLoseNoNumberAtTheEndsOfBins() {
        double[] numbers = new double[7 * 2047];
        for (int i = 0; i < numbers.length; i++) {
            double end = -1.01 + (i / 7 + 1) * (2.02 / 2048);
            numbers[i] = end + (i % 7 - 3) * Math.ulp(end);
        }
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        for (int wanted = 7 * 100; wanted < 7 * 150; wanted++) {
            ExactCuts cuts = new ExactCuts(new long[] {wanted});
            while (!cuts.settled()) {
                pass(cuts, new double[][] {numbers});
            }
            assertThat(cuts.cut(0)).as("the %d smallest", wanted).isEqualTo(sorted[wanted - 1]);
        }
    }

    @Test
    void shouldNeedNoPassWhenNothingIsWanted() {
        assertThat(new ExactCuts(new long[0]).settled()).isTrue();
    }

    @Test
    void shouldGiveTheFirstRowsOfEachPartWhatIsLeftAtTheCut() {
        double[] block = {.5, .5, .1, .9, .5, .5, .5, .5};
        Ranking ranking = Rankings.lowest(LabelScore.SELF_CONFIDENCE, 2, 3);
        ExactCuts cuts = new ExactCuts(ranking.wanted());
        while (!cuts.settled()) {
            pass(cuts, new double[][] {{.5, .1, .5, .5}});
        }
        List<CutRule> rules = CutRule.of(ranking, cuts, List.of(new long[] {1}, new long[] {2}));
        assertThat(rules.get(0).flags(block, 0, 0)).isTrue();
        assertThat(rules.get(0).flags(block, 2, 0)).isTrue();
        assertThat(rules.get(1).flags(block, 4, 0)).isTrue();
        assertThat(rules.get(1).flags(block, 6, 0))
                .as("the fourth row, of three wanted")
                .isFalse();
    }

    private static void pass(ExactCuts cuts, double[][] groups) {
        List<ExactCuts.Count> counts = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            counts.add(cuts.count());
        }
        for (int group = 0; group < groups.length; group++) {
            for (int i = 0; i < groups[group].length; i++) {
                counts.get(i % PARTS).add(group, groups[group][i]);
            }
        }
        cuts.end(counts);
    }
}
