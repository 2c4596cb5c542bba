package dev.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldReadBackWhatWasWritten(long seed) throws IOException {
        Random random = new Random(seed);
        double[][] matrix = new double[1 + random.nextInt(200)][1 + random.nextInt(12)];
        for (double[] row : matrix) {
            Arrays.setAll(row, k -> (float) random.nextGaussian());
        }
        long[] numbers = random.longs(1 + random.nextInt(200)).toArray();
        int version = 1 + random.nextInt(3);

        NpyFile narrow =
                NpyFile.open(NpyFixture.float32(matrix).version(version).write(folder, "narrow.npy"));
        NpyFile wide = NpyFile.open(NpyFixture.float64(matrix).version(version).write(folder, "wide.npy"));
        NpyFile whole = NpyFile.open(NpyFixture.int64(numbers).version(version).write(folder, "whole.npy"));

        assertThat(narrow.rows()).as("seed %d", seed).isEqualTo(matrix.length);
        assertThat(narrow.columns()).isEqualTo(matrix[0].length);
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix[row].length; column++) {
                assertThat(narrow.real(row, column)).as("seed %d", seed).isEqualTo(matrix[row][column]);
                assertThat(wide.real(row, column)).as("seed %d", seed).isEqualTo(matrix[row][column]);
            }
        }
        for (int row = 0; row < numbers.length; row++) {
            assertThat(whole.integer(row, 0)).as("seed %d", seed).isEqualTo(numbers[row]);
        }
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThatThrownBy(() -> NpyFile.open(folder.resolve("absent.npy")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("absent.npy");
    }

    static Stream<Arguments> damaged() {
        NpyFixture good = NpyFixture.int32(1, 2, 3);
        byte[] bytes = good.bytes();
        return Stream.of(
                Arguments.of("text", "hello, world".getBytes(), "is not a .npy file"),
                Arguments.of("empty", new byte[0], "is not a .npy file"),
                Arguments.of("magic only", Arrays.copyOf(bytes, 8), "ends within its header"),
                Arguments.of("half a header", Arrays.copyOf(bytes, 40), "ends within its header"),
                Arguments.of("one byte short", Arrays.copyOf(bytes, bytes.length - 1), "it is truncated"),
                Arguments.of("one byte long", Arrays.copyOf(bytes, bytes.length + 1), "it is damaged"),
                Arguments.of("version 4", NpyFixture.int32(1).version(4).bytes(), "version 4 is not read"),
                Arguments.of("Fortran", NpyFixture.int32(1).fortran().bytes(), "Fortran order"),
                Arguments.of("big-endian", NpyFixture.int32(1).descriptor(">i4").bytes(), "big-endian"),
                Arguments.of("bytes", NpyFixture.int32(1).descriptor("|u1").bytes(), "dtype '|u1' is not read"),
                Arguments.of("half", NpyFixture.int32(1).descriptor("<f2").bytes(), "dtype '<f2' is not read"),
                Arguments.of("a cube", NpyFixture.int32(1).shape("1, 1, 1").bytes(), "not of one or two dimensions"),
                Arguments.of("a scalar", NpyFixture.int32(1).shape("").bytes(), "not of one or two dimensions"),
                Arguments.of("more rows", NpyFixture.int32(1, 2).shape("3,").bytes(), "shape (3,) needs 12 bytes"),
                Arguments.of("huge", NpyFixture.int32(1).shape("99999999999,").bytes(), "is too large"),
                Arguments.of(
                        "absurd",
                        NpyFixture.int32(1).shape("99999999999999999999,").bytes(),
                        "is not readable"),
                Arguments.of("negative", NpyFixture.int32(1).shape("-1,").bytes(), "has no 'shape'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void shouldRefuseWhatIsNoPlainArray(String name, byte[] content, String problem) throws IOException {
        Path file = Files.write(folder.resolve("x.npy"), content);

        assertThatThrownBy(() -> NpyFile.open(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem)
                .message()
                .doesNotContain("\n");
    }
}
