package dev.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Scorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxScorerTest {

    private static final float[][] WEIGHTS = {{1, 0, -1}, {0, 2, 0}, {.5f, .5f, .5f}, {0, 0, 3}};
    private static final float[] BIAS = {0, 1, 2};

    @TempDir
    Path folder;

    private PipelineSpec spec(String file, byte[] content, String more) throws Exception {
        Files.write(folder.resolve(file), content);
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        return PipelineLoader.parse("classes: 3\nscorer: {model: " + file + ", sha256: " + sum + more + "}", Map.of());
    }

    @Test
    void shouldScoreManyBatchesInSeveralThreadsAlike() throws Exception {
        Random random = new Random(7);
        PipelineSpec spec = spec("m.onnx", OnnxGemm.file(WEIGHTS, BIAS), ", threads: 4");
        List<float[][]> batches = new ArrayList<>();
        List<CompletableFuture<float[][]>> answers = new ArrayList<>();
        try (Scorer scorer = Scorers.open(spec, folder)) {
            assertThat(scorer.features()).isEqualTo(4);
            for (int b = 0; b < 200; b++) {
                float[][] batch = new float[1 + random.nextInt(64)][4];
                for (float[] row : batch) {
                    for (int f = 0; f < 4; f++) {
                        row[f] = (float) random.nextGaussian();
                    }
                }
                batches.add(batch);
                answers.add(scorer.score(batch));
            }
            for (int b = 0; b < batches.size(); b++) {
                float[][] scores = answers.get(b).get();
                assertThat(scores).hasNumberOfRows(batches.get(b).length);
                for (int row = 0; row < scores.length; row++) {
                    assertThat(scores[row]).containsExactly(expected(batches.get(b)[row]), Offset.offset(1e-4f));
                }
            }
        }
    }

    private static float[] expected(float[] row) {
        float[] logits = BIAS.clone();
        for (int f = 0; f < row.length; f++) {
            for (int k = 0; k < logits.length; k++) {
                logits[k] += row[f] * WEIGHTS[f][k];
            }
        }
        return logits;
    }

    @Test
    void shouldRefuseAnotherFileAndNameBothSums() throws Exception {
        PipelineSpec spec = spec("m.onnx", OnnxGemm.file(WEIGHTS, BIAS), "");
        byte[] other = OnnxGemm.file(WEIGHTS, new float[] {0, 1, 2.5f});
        Files.write(folder.resolve("m.onnx"), other);

        assertRefused(
                spec,
                spec.scorer().orElseThrow().sha256(),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(other)),
                "set scorer.sha256");
    }

    @Test
    void shouldRefuseAFolderEvenWhenItsNameLooksLikeAFile() throws Exception {
        PipelineSpec spec = spec("m.onnx", OnnxGemm.file(WEIGHTS, BIAS), "");
        Files.delete(folder.resolve("m.onnx"));
        Files.createDirectories(folder.resolve("m.onnx/libs"));
        Files.writeString(folder.resolve("m.onnx/model.py"), "print('no')");

        assertRefused(spec, "a folder, which could carry code", "a single .onnx file");
    }

    @Test
    void shouldNotLookAtWhatLiesBesideTheModel() throws Exception {
        PipelineSpec spec = spec("m.onnx", OnnxGemm.file(WEIGHTS, BIAS), "");
        Files.createDirectories(folder.resolve("libs/classes"));
        Files.writeString(
                folder.resolve("libs/classes/MyTranslator.java"), "class MyTranslator { static { boom(); } }");
        Files.writeString(folder.resolve("serving.properties"), "option.customOpLibrary=/nowhere/evil.so\n");

        try (Scorer scorer = Scorers.open(spec, folder)) {
            assertThat(scorer.score(new float[1][4]).get()[0]).containsExactly(0, 1, 2);
        }
    }

    @Test
    void shouldRefuseAMissingFile() throws Exception {
        PipelineSpec spec = spec("m.onnx", OnnxGemm.file(WEIGHTS, BIAS), "");
        Files.delete(folder.resolve("m.onnx"));

        assertRefused(spec, "m.onnx: no such file", "relative to the folder of the pipeline file");
    }

    @Test
    void shouldRefuseWhatIsNoModel() throws Exception {
        assertRefused(spec("m.onnx", "PK\3\4 a jar".getBytes(StandardCharsets.UTF_8), ""), "not a model");
        assertRefused(spec("n.onnx", OnnxGemm.file("RunMyCode", WEIGHTS, BIAS), ""), "not a model");
    }

    @Test
    void shouldRefuseAModelOfOtherClasses() throws Exception {
        byte[] two = OnnxGemm.file(new float[][] {{1, 2}}, new float[] {0, 0});

        assertRefused(spec("m.onnx", two, ""), "of shape (-1, 2)", "3 FLOAT logits");
    }

    private void assertRefused(PipelineSpec spec, String... words) throws IOException {
        assertThatThrownBy(() -> Scorers.open(spec, folder).close())
                .isInstanceOf(ScorerRefusedException.class)
                .hasMessageContainingAll(words);
    }
}
