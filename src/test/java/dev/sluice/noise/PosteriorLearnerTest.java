package dev.sluice.noise;

import static dev.sluice.noise.SimulatedPredictions.predictions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.SimulatedPredictions.Noise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosteriorLearnerTest {

    private static LearningSample sample(GeneratedStream stream) {
        LearningSample sample = new LearningSample(stream.classes());
        for (int i = 0; i < stream.size(); i++) {
            sample.add(SampleRow.of("s" + i, stream.given()[i], stream.logits()[i]));
        }
        return sample;
    }

    private static double[] pWrong(PosteriorModel model, GeneratedStream stream) {
        return IntStream.range(0, stream.size())
                .mapToDouble(i -> PosteriorModel.probability(model.logOdds(stream.logits()[i], stream.given()[i])))
                .toArray();
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static double errorRate(GeneratedStream stream) {
        return (double) IntStream.range(0, stream.size())
                        .filter(i -> stream.given()[i] != stream.truth()[i])
                        .count()
                / stream.size();
    }

    private static double f1(double[] p, GeneratedStream stream) {
        int hits = 0;
        int flagged = 0;
        int wrong = 0;
        for (int i = 0; i < p.length; i++) {
            boolean error = stream.given()[i] != stream.truth()[i];
            hits += error && p[i] > .5 ? 1 : 0;
            flagged += p[i] > .5 ? 1 : 0;
            wrong += error ? 1 : 0;
        }
        return 2.0 * hits / (flagged + wrong);
    }

    private static double f1OfPredictedOther(GeneratedStream stream) {
        double[] other = IntStream.range(0, stream.size())
                .mapToDouble(i ->
                        Probabilities.argmax(Probabilities.softmax(stream.logits()[i])) == stream.given()[i] ? 0 : 1)
                .toArray();
        return f1(other, stream);
    }

    @ParameterizedTest
    @CsvSource({
        // classes, separation, rate, noise, absorbed, sureness
        "10, 6, .05, EVEN, true, 1",
        "10, 6, .2, EVEN, true, 1",
        "10, 6, .2, EVEN, false, 3",
        "10, 6, .4, EVEN, true, .5",
        "10, 6, .3, PAIRS, true, 1",
        "10, 6, .3, PAIRS, false, 2",
        "10, 4, .2, EVEN, true, 1",
        "10, 4, .2, EVEN, false, 3",
        "10, 6, .15, HARD, false, 1",
        "10, 6, .15, HARD, true, 2",
        "2, 6, .2, EVEN, true, 1",
        "3, 6, .2, PAIRS, true, 1",
        "30, 6, .2, EVEN, true, 1",
        "60, 7, .2, EVEN, true, 1",
    })
    void shouldFindTheRateAndBeBetterThanThePredictionWhateverModelAndNoise(
            int classes, double separation, double rate, Noise noise, boolean absorbed, double sureness) {
        SimulatedPredictions drawn = predictions()
                .classes(classes)
                .separation(separation)
                .wrong(rate, noise)
                .sureness(sureness);
        GeneratedStream stream = (absorbed ? drawn : drawn.trainedOnCleanLabels()).draw();
        double[] p = pWrong(PosteriorLearner.learn(sample(stream), 0), stream);
        // Which disagreements at hard samples are the model's and which the labels' cannot be told from the labels
        // alone.
        assertThat(mean(p) / errorRate(stream)).isBetween(.7, 2.0);
        double slack = noise == Noise.HARD ? .06 : 0;
        assertThat(f1(p, stream)).isGreaterThan(f1OfPredictedOther(stream) - slack);
    }

    @ParameterizedTest
    @CsvSource({"10, 6, 1", "10, 4, 1", "10, 4, 4", "10, 6, .3", "2, 4, 1", "50, 6, 1"})
    void shouldSuspectNextToNothingWhenNoLabelIsWrong(int classes, double separation, double sureness) {
        GeneratedStream stream = predictions()
                .classes(classes)
                .separation(separation)
                .sureness(sureness)
                .draw();
        double[] p = pWrong(PosteriorLearner.learn(sample(stream), 0), stream);
        long flagged = IntStream.range(0, p.length).filter(i -> p[i] > .5).count();
        assertThat((double) flagged / p.length).isLessThan(.01);
        assertThat(mean(p)).isLessThan(.03);
    }

    @Test
    void shouldNotMindHowSureTheModelIsOfItself() {
        GeneratedStream once = predictions().wrong(.2, Noise.PAIRS).draw();
        float[][] tenfold = new float[once.size()][];
        for (int i = 0; i < tenfold.length; i++) {
            tenfold[i] = once.logits()[i].clone();
            for (int k = 0; k < tenfold[i].length; k++) {
                tenfold[i][k] = tenfold[i][k] * 16 + 3;
            }
        }
        GeneratedStream surer = new GeneratedStream(10, once.truth(), once.given(), tenfold);
        double[] expected = pWrong(PosteriorLearner.learn(sample(once), 0), once);
        assertThat(pWrong(PosteriorLearner.learn(sample(surer), 0), surer)).containsExactly(expected, within(.02));
    }

    @Test
    void shouldLearnTheSameWhateverTheOrderOfTheRows() {
        GeneratedStream stream = predictions().wrong(.2, Noise.EVEN).draw();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, stream.size()).boxed().toList());
        Collections.shuffle(order, new Random(3));
        LearningSample shuffled = new LearningSample(10);
        order.forEach(i -> shuffled.add(SampleRow.of("s" + i, stream.given()[i], stream.logits()[i])));
        assertThat(PosteriorLearner.learn(shuffled, 0)).isEqualTo(PosteriorLearner.learn(sample(stream), 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 40})
    void shouldGiveThePermutedVerdictsWhenClassesArePermuted(int classes) {
        GeneratedStream stream =
                predictions().classes(classes).wrong(.2, Noise.PAIRS).draw();
        List<Integer> to = new ArrayList<>(IntStream.range(0, classes).boxed().toList());
        Collections.shuffle(to, new Random(4));
        int[] given = IntStream.of(stream.given()).map(to::get).toArray();
        float[][] logits = new float[stream.size()][classes];
        for (int i = 0; i < logits.length; i++) {
            for (int k = 0; k < classes; k++) {
                logits[i][to.get(k)] = stream.logits()[i][k];
            }
        }
        GeneratedStream permuted = new GeneratedStream(classes, stream.truth(), given, logits);
        PosteriorModel model = PosteriorLearner.learn(sample(stream), 0);
        PosteriorModel other = PosteriorLearner.learn(sample(permuted), 0);
        for (int i = 0; i < stream.size(); i++) {
            assertThat(other.logOdds(logits[i], given[i]))
                    .isCloseTo(model.logOdds(stream.logits()[i], stream.given()[i]), within(1e-4));
            assertThat(other.likeliestOther(logits[i], given[i]))
                    .isEqualTo(to.get(model.likeliestOther(stream.logits()[i], stream.given()[i])));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 1000})
    void shouldBearDegenerateRows(int classes) {
        LearningSample none = new LearningSample(classes);
        LearningSample flat = new LearningSample(classes);
        LearningSample extreme = new LearningSample(classes);
        for (int i = 0; i < 50; i++) {
            flat.add(SampleRow.of("s" + i, 0, new float[classes]));
            float[] logits = new float[classes];
            logits[i % classes] = i % 3 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
            extreme.add(SampleRow.of("s" + i, (i + i % 2) % classes, logits));
        }
        for (LearningSample sample : List.of(none, flat, extreme)) {
            PosteriorModel model = PosteriorLearner.learn(sample, 0);
            for (float[] logits : List.of(new float[classes], new float[classes])) {
                logits[classes - 1] = logits.length;
                assertThat(PosteriorModel.probability(model.logOdds(logits, 0))).isBetween(0.0, 1.0);
                assertThat(model.likeliestOther(logits, 0)).isBetween(0, classes - 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 10_000})
    void shouldNeitherGrowNorSlowDownWithTheSquareOfTheClasses(int classes) {
        Random random = new Random(5);
        LearningSample sample = new LearningSample(classes);
        float[][] logits = new float[6000][classes];
        int[] given = new int[logits.length];
        int wrong = 0;
        for (int i = 0; i < logits.length; i++) {
            int truth = random.nextInt(classes);
            for (int k = 0; k < classes; k++) {
                logits[i][k] = random.nextFloat() * 4;
            }
            logits[i][truth] += 9;
            given[i] = random.nextInt(5) == 0 ? random.nextInt(classes) : truth;
            wrong += given[i] == truth ? 0 : 1;
            sample.add(SampleRow.of("s" + i, given[i], logits[i]));
            if (classes > 1000) {
                logits[i] = i < 500 ? logits[i] : null;
            }
        }
        long start = System.nanoTime();
        PosteriorModel model = PosteriorLearner.learn(sample, 0);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d classes: %.2f s, %d exceptions%n",
                classes, seconds, model.exceptions().values().length);
        double mean = 0;
        for (int i = 0; i < 500; i++) {
            mean += PosteriorModel.probability(model.logOdds(logits[i], given[i])) / 500;
        }
        assertThat(mean).isCloseTo((double) wrong / logits.length, within(.05));
        assertThat(model.exceptions().values().length).isLessThan(LearningSample.CAPACITY);
        assertThat(seconds).isLessThan(20);
    }
}
