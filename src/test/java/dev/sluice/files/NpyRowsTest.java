package dev.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.Probabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyRowsTest {

    private static final double[][] SCORES = {{2, -1, 0.5}, {0, 1, 0}, {0.25, 0.5, 0.25}};

    @TempDir
    Path folder;

    @Test
    void shouldGiveLabelsLogitsAndRowNumbersAsIds() throws IOException {
        NpyRows rows = open(NpyFixture.int32(2, 0, 1), NpyFixture.float32(SCORES), ScoreKind.LOGITS);

        assertThat(rows.size()).isEqualTo(3);
        assertThat(rows.classes()).isEqualTo(3);
        assertThat(rows.label(0)).isEqualTo(2);
        assertThat(rows.id(2)).isEqualTo("2");
        assertThat(rows.logits(0)).containsExactly(2f, -1f, 0.5f);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldGiveLogitsWhoseSoftmaxIsTheProbabilities(long seed) throws IOException {
        Random random = new Random(seed);
        double[][] probabilities = new double[50][];
        for (int row = 0; row < probabilities.length; row++) {
            float[] scores = new float[7];
            for (int k = 0; k < scores.length; k++) {
                scores[k] = (float) (4 * random.nextGaussian());
            }
            probabilities[row] = Probabilities.softmax(scores);
        }
        NpyRows rows = open(NpyFixture.int64(new long[50]), NpyFixture.float64(probabilities), ScoreKind.PROBABILITIES);

        for (int row = 0; row < rows.size(); row++) {
            assertThat(Probabilities.softmax(rows.logits(row)))
                    .as("seed %d row %d", seed, row)
                    .containsExactly(probabilities[row], within(2e-6));
        }
    }

    @Test
    void shouldFloorAProbabilityOfZeroSoThatItsLogitIsFinite() throws IOException {
        NpyRows rows = open(NpyFixture.int32(0), NpyFixture.float32(new double[][] {{1, 0}}), ScoreKind.PROBABILITIES);

        assertThat(rows.logits(0)).containsExactly(0f, (float) Math.log(1e-12));
    }

    @Test
    void shouldTakeIdsFromTheirFile() throws IOException {
        Path ids = Files.writeString(folder.resolve("ids.txt"), "a\r\nb c\n\u00fc");
        NpyRows rows = NpyRows.open(
                NpyFixture.int32(2, 0, 1).write(folder, "labels.npy"),
                NpyFixture.float32(SCORES).write(folder, "scores.npy"),
                ScoreKind.LOGITS,
                Optional.of(ids),
                OptionalInt.of(3));

        assertThat(rows.id(0)).isEqualTo("a");
        assertThat(rows.id(1)).isEqualTo("b c");
        assertThat(rows.id(2)).isEqualTo("\u00fc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a\\na\\nb | ids.txt line 2: id 'a' stands on line 1 already",
                "a\\n\\nb | ids.txt line 2: is empty",
                "a\\nb | ids.txt: has 2 ids",
            })
    void shouldRefuseIdsThatDoNotNameEachRowOnce(String content, String problem) throws IOException {
        Path ids = Files.writeString(folder.resolve("ids.txt"), content.replace("\\n", "\n"));
        Path labels = NpyFixture.int32(2, 0, 1).write(folder, "labels.npy");
        Path scores = NpyFixture.float32(SCORES).write(folder, "scores.npy");

        assertThatThrownBy(() -> NpyRows.open(labels, scores, ScoreKind.LOGITS, Optional.of(ids), OptionalInt.empty()))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldRefuseIdsThatAreNotUtf8() throws IOException {
        Path ids = Files.write(folder.resolve("ids.txt"), new byte[] {'a', '\n', (byte) 0xff, '\n'});

        assertThatThrownBy(() -> IdFile.read(ids))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void shouldNameTheRowOfALabelOutOfRange() {
        assertThatThrownBy(() -> open(NpyFixture.int32(2, 0, 3), NpyFixture.float32(SCORES), ScoreKind.LOGITS))
                .isInstanceOf(InputFileException.class)
                .hasMessageEndingWith("labels.npy row 2: label 3 is outside 0..2 (classes: 3)");
        assertThatThrownBy(() -> open(NpyFixture.int64(0, -1L << 40, 0), NpyFixture.float32(SCORES), ScoreKind.LOGITS))
                .hasMessageContaining("labels.npy row 1: label -1099511627776 is outside 0..2");
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, LOGITS, logit of class 1 NaN is not a finite number",
        "Infinity, LOGITS, logit of class 1 Infinity is not a finite number",
        "-Infinity, PROBABILITIES, probability of class 1 -Infinity is not a finite number",
        "1e39, LOGITS, logit of class 1 1.0E39 does not fit a float",
        "-0.25, PROBABILITIES, probability of class 1 -0.25 is negative",
        "3.5, PROBABILITIES, probability of class 1 3.5 is above 1",
    })
    void shouldNameTheRowOfABadScore(double value, ScoreKind kind, String problem) {
        double[][] scores = {{1, 0}, {0.5, value}};

        assertThatThrownBy(() -> open(NpyFixture.int32(0, 1), NpyFixture.float64(scores), kind))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("scores.npy row 1: " + problem);
    }

    @Test
    void shouldRefuseARowOfProbabilitiesThatAreAllZero() {
        assertThatThrownBy(() ->
                        open(NpyFixture.int32(0), NpyFixture.float32(new double[][] {{0, 0}}), ScoreKind.PROBABILITIES))
                .hasMessageContaining("row 0: every probability is 0");
    }

    @Test
    void shouldRefuseShapesThatDisagree() {
        assertThatThrownBy(() -> open(NpyFixture.int32(0, 1), NpyFixture.float32(SCORES), ScoreKind.LOGITS))
                .hasMessageContaining("labels.npy: has 2 rows")
                .hasMessageContaining("scores.npy has 3");
        assertThatThrownBy(() ->
                        open(NpyFixture.int32(0, 1, 2).shape("3, 1"), NpyFixture.float32(SCORES), ScoreKind.LOGITS))
                .hasMessageContaining("labels.npy: shape (3, 1) must be (n,)");
        assertThatThrownBy(() -> open(
                        NpyFixture.int32(0, 1, 2), NpyFixture.float32(SCORES).shape("9,"), ScoreKind.LOGITS))
                .hasMessageContaining("scores.npy: shape (9,) must be (n, K)");
    }

    @Test
    void shouldRefuseTypesThatAreNotMeant() {
        assertThatThrownBy(() -> open(
                        NpyFixture.float32(new double[][] {{0}, {1}, {2}}),
                        NpyFixture.float32(SCORES),
                        ScoreKind.LOGITS))
                .hasMessageContaining("labels.npy: labels must be int32 or int64");
        assertThatThrownBy(() -> open(
                        NpyFixture.int32(0, 1, 2), NpyFixture.int32(0, 1, 2).shape("1, 3"), ScoreKind.LOGITS))
                .hasMessageContaining("scores.npy: holds integers");
    }

    @Test
    void shouldRefuseAClassCountThatIsNotThePipelines() {
        assertThatThrownBy(() -> NpyRows.open(
                        NpyFixture.int32(2, 0, 1).write(folder, "labels.npy"),
                        NpyFixture.float32(SCORES).write(folder, "scores.npy"),
                        ScoreKind.LOGITS,
                        Optional.empty(),
                        OptionalInt.of(10)))
                .hasMessageContaining("scores.npy: shape (3, 3) has 3 columns, the pipeline has classes: 10");
    }

    @Test
    void shouldRefuseAnEmptyDataSet() {
        assertThatThrownBy(() -> open(
                        NpyFixture.int32(),
                        NpyFixture.float32(new double[][] {{}}).shape("0, 3"),
                        ScoreKind.LOGITS))
                .hasMessageContaining("has no rows");
    }

    private NpyRows open(NpyFixture labels, NpyFixture scores, ScoreKind kind) throws IOException {
        return NpyRows.open(
                labels.write(folder, "labels.npy"),
                scores.write(folder, "scores.npy"),
                kind,
                Optional.empty(),
                OptionalInt.empty());
    }
}
