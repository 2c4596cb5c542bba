package dev.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.Probabilities;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyProbabilitiesTest {

    @TempDir
    Path folder;

    private Path labels;

    @BeforeEach
    void shouldWriteLabels() throws IOException {
        labels = NpyFixture.int64(1, 0, 1).write(folder, "labels.npy");
    }

    @Test
    void shouldReadProbabilitiesAsTheyAre() throws IOException {
        Path matrix = NpyFixture.float32(new double[][] {{.1, .9}, {.3, .6}, {0, 1.0005}})
                .write(folder, "p.npy");
        ProbabilityRows rows = open(matrix, ScoreKind.PROBABILITIES);
        ProbabilityBlock block = new ProbabilityBlock(2, 2);
        assertThat(rows.read(1, block)).isEqualTo(2);
        assertThat(block.labels()).containsExactly(0, 1);
        assertThat(block.probabilities()).containsExactly(.3f, .6f, 0, 1.0005f);
        assertThat(rows.read(2, block)).as("one row is left").isEqualTo(1);
    }

    @Test
    void shouldTurnLogitsIntoTheProbabilitiesOfTheStream() throws IOException {
        Path matrix =
                NpyFixture.float32(new double[][] {{1, 2}, {-3, .25}, {100, 7}}).write(folder, "z.npy");
        ProbabilityBlock block = new ProbabilityBlock(2);
        assertThat(open(matrix, ScoreKind.LOGITS).read(0, block)).isEqualTo(3);
        assertThat(block.probabilities()).startsWith(Probabilities.softmax(new float[] {1, 2}));
        assertThat(block.probabilities()[2]).isEqualTo(Probabilities.softmax(new float[] {-3, .25f})[0]);
        assertThat(block.probabilities()[4] + block.probabilities()[5]).isCloseTo(1, within(1e-15));
    }

    @Test
    void shouldRefuseABadNumberWhenItIsReadWithTheWordsOfAnyOtherCommand() throws IOException {
        for (double bad : new double[] {-.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY}) {
            Path matrix = NpyFixture.float64(new double[][] {{.1, .9}, {bad, .6}, {0, 1}})
                    .write(folder, "bad.npy");
            ProbabilityRows rows = open(matrix, ScoreKind.PROBABILITIES);
            assertThatThrownBy(() -> rows.read(0, new ProbabilityBlock(2)))
                    .isInstanceOf(InputFileException.class)
                    .hasMessageStartingWith(matrix + " row 1: probability of class 0 " + bad + " is ");
        }
        Path nothing =
                NpyFixture.float64(new double[][] {{.1, .9}, {.4, .6}, {0, 0}}).write(folder, "zero.npy");
        ProbabilityRows rows = open(nothing, ScoreKind.PROBABILITIES);
        assertThatThrownBy(() -> rows.read(0, new ProbabilityBlock(2)))
                .hasMessage(nothing + " row 2: every probability is 0");
        Path infinite =
                NpyFixture.float64(new double[][] {{1e39, 0}, {0, 0}, {0, 0}}).write(folder, "large.npy");
        ProbabilityRows logits = open(infinite, ScoreKind.LOGITS);
        assertThatThrownBy(() -> logits.read(0, new ProbabilityBlock(2))).hasMessageContaining("does not fit a float");
    }

    /** The file is sparse: it says 3 GB and takes a few pages. */
    @Test
    void shouldReadAcrossTheEndsOfMappingsInAFileBeyondTwoGigabytes() throws IOException {
        int columns = 1000;
        int rows = 750_000;
        Path matrix = folder.resolve("large.npy");
        byte[] header = NpyFixture.float32(new double[][] {{0, 0}})
                .shape(rows + ", " + columns)
                .bytes();
        int start = header.length - 8;
        int rowsInAMapping = (1 << 30) / (columns * Float.BYTES);
        try (RandomAccessFile file = new RandomAccessFile(matrix.toFile(), "rw")) {
            file.write(header, 0, start);
            file.setLength(start + (long) rows * columns * Float.BYTES);
            for (int row = 2 * rowsInAMapping - 2; row < 2 * rowsInAMapping + 2; row++) {
                file.seek(start + ((long) row * columns + 7) * Float.BYTES);
                file.write(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(row)
                        .array());
            }
        }
        ScoreMatrix scores = ScoreMatrix.openUnchecked(matrix, ScoreKind.LOGITS);
        ProbabilityBlock block = new ProbabilityBlock(columns, 4);
        scores.read(2 * rowsInAMapping - 2, 4, block);
        for (int i = 0; i < 4; i++) {
            assertThat(block.probabilities()[i * columns + 7]).isEqualTo((float) (2 * rowsInAMapping - 2 + i));
            assertThat(block.probabilities()[i * columns + 8]).isZero();
        }
    }

    private ProbabilityRows open(Path matrix, ScoreKind kind) throws IOException {
        return NpyProbabilities.open(labels, matrix, kind, Optional.empty(), OptionalInt.empty());
    }
}
