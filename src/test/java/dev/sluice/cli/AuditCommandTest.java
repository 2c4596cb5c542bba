package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.files.NpyFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The eight samples of the golden vector, from files to a report. */
class AuditCommandTest {

    private static final double[][] PROBABILITIES = {
        {.9, .05, .05},
        {.2, .7, .1},
        {.1, .8, .1},
        {.3, .3, .4},
        {.05, .05, .9},
        {.6, .3, .1},
        {.1, .2, .7},
        {.45, .45, .1}
    };
    private static final int[] LABELS = {0, 0, 1, 1, 2, 2, 2, 0};

    @TempDir
    Path folder;

    private String labels;
    private String probabilities;

    @BeforeEach
    void shouldWriteFiles() throws IOException {
        labels = NpyFixture.int32(LABELS).write(folder, "labels.npy").toString();
        probabilities =
                NpyFixture.float64(PROBABILITIES).write(folder, "probs.npy").toString();
    }

    @Test
    void shouldTellAPersonHowHealthyTheLabelsAre() {
        Ran ran = audit("--worst", "1", "--method", "prune_by_noise_rate");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("8 samples of 3 classes, probabilities of main@1\n"
                        + "label health 62.5%: about 3 labels are wrong, 2 of them stand out one by one\n"
                        + "prune_by_noise_rate flags 2 samples (25.0%)\n")
                .containsPattern("(?m)^ *0 +3 +33.3% +2 +1 +0.5167$")
                .containsPattern("(?m)^ *0 +1 +2 +25.0%$")
                .containsPattern("(?m)^ *5 +2 +0.1000 +0 +0.6000 +0.2500$")
                .doesNotContain("0.7000");
    }

    @Test
    void shouldWriteWhatTheInterfaceNames() throws IOException {
        Ran ran = audit("--json", "--method", "prune_by_noise_rate");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(ran.out());
        assertThat(json.get("n").asInt()).isEqualTo(8);
        assertThat(json.get("classes").asInt()).isEqualTo(3);
        assertThat(json.get("method").asText()).isEqualTo("prune_by_noise_rate");
        assertThat(json.get("thresholds").get(1).asDouble()).isCloseTo(.55, within(1e-9));
        assertThat(json.get("confident_joint_raw")).hasToString("[[1,1,0],[0,1,0],[1,0,2]]");
        assertThat(json.get("confident_joint")).hasToString("[[1,2,0],[0,2,0],[1,0,2]]");
        assertThat(json.get("joint")).hasToString("[[0.125,0.25,0.0],[0.0,0.25,0.0],[0.125,0.0,0.25]]");
        assertThat(json.get("noise_matrix")).hasToString("[[0.5,0.5,0.0],[0.0,0.5,0.0],[0.5,0.0,1.0]]");
        assertThat(json.get("prior")).hasToString("[0.25,0.5,0.25]");
        assertThat(json.get("estimated_issues").asInt()).isEqualTo(2);
        assertThat(json.get("issues")).hasToString("[5,1]");
        assertThat(json.has("scores")).isFalse();
        assertThat(json.has("issue_ids")).isFalse();
    }

    @Test
    void shouldWriteScoresAndIdsAndNamesWhenAsked() throws IOException {
        Path ids = Files.write(folder.resolve("ids.txt"), List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        Path report = folder.resolve("report.json");
        Ran ran = audit(
                "--method",
                "both",
                "--json",
                report.toString(),
                "--scores",
                "--ids",
                ids.toString(),
                "--set",
                "classes=[cat,dog,owl]");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).containsPattern("(?m)^ *5 +f +owl +0.1000 +cat +0.6000 +0.2500$");
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.get("issue_ids")).hasToString("[\"f\",\"b\"]");
        assertThat(json.get("class_names")).hasToString("[\"cat\",\"dog\",\"owl\"]");
        assertThat(json.get("scores").fieldNames())
                .toIterable()
                .containsExactly(
                        "self_confidence",
                        "self_confidence_adjusted",
                        "normalized_margin",
                        "normalized_margin_adjusted",
                        "confidence_weighted_entropy");
        assertThat(json.get("scores").get("self_confidence")).hasToString("[0.9,0.2,0.8,0.3,0.9,0.1,0.7,0.45]");
    }

    @Test
    void shouldSearchByTheProbabilityThatALabelIsWrongUnlessTold() throws IOException {
        Ran ran = audit("--json", "--scores");
        JsonNode json = new ObjectMapper().readTree(ran.out());
        assertThat(json.get("method").asText()).isEqualTo("posterior");
        JsonNode pWrong = json.get("scores").get("p_wrong");
        assertThat(pWrong).hasSize(8);
        double sum = 0;
        for (int row = 0; row < 8; row++) {
            sum += pWrong.get(row).asDouble();
        }
        assertThat(json.get("expected_wrong").asDouble()).isCloseTo(sum, within(1e-6));
        assertThat(pWrong.get(5).asDouble()).isGreaterThan(pWrong.get(4).asDouble());
        assertThat(audit().out()).contains("posterior flags ").contains("it expects ");
    }

    @Test
    void shouldTakeTheCutOffsOfThePipeline() throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(audit("--json", "--set", "policy.quarantineAbove=0").out());
        assertThat(all.get("issues")).hasSize(8);
        JsonNode butOne = new ObjectMapper()
                .readTree(audit(
                                "--json",
                                "--set",
                                "policy.quarantineAbove=0",
                                "--set",
                                "policy.classes={1: {quarantineAbove: 1}}")
                        .out());
        assertThat(butOne.get("issues")).hasSize(6);
    }

    @Test
    void shouldTakeEveryMethod() throws IOException {
        assertThat(issues("predicted_neq_given")).isEqualTo("[5,1,3]");
        for (String method : List.of(
                "confident_learning",
                "prune_by_class",
                "prune_by_noise_rate",
                "both",
                "low_self_confidence",
                "low_normalized_margin")) {
            assertThat(issues(method)).as(method).isEqualTo("[5,1]");
        }
        assertThat(audit("--method", "guess").code()).isEqualTo(2);
    }

    private String issues(String method) throws IOException {
        return new ObjectMapper()
                .readTree(audit("--method", method, "--json").out())
                .get("issues")
                .toString();
    }

    @Test
    void shouldTakeLogitsAndJsonLinesAlike() throws IOException {
        double[][] logits = new double[LABELS.length][3];
        List<String> lines = new ArrayList<>();
        for (int i = LABELS.length - 1; i >= 0; i--) {
            for (int k = 0; k < 3; k++) {
                logits[i][k] = 5 + Math.log(PROBABILITIES[i][k]);
            }
            lines.add("{\"sample_id\": \"s" + i + "\", \"model_id\": \"main\", \"out_of_sample\": true, \"logits\": "
                    + Arrays.toString(logits[i]) + "}");
            lines.add(0, "{\"sample_id\": \"s" + i + "\", \"label\": " + LABELS[i] + "}");
        }
        lines.add("{\"sample_id\": \"lonely\", \"label\": 1}");
        Path file = Files.write(folder.resolve("rows.jsonl"), lines);
        String matrix = NpyFixture.float64(logits).write(folder, "logits.npy").toString();

        Ran arrays = Ran.with("audit", "--labels", labels, "--logits", matrix, "--json");
        Ran jsonl = Ran.with("audit", "--jsonl", file.toString(), "--json");
        assertThat(new ObjectMapper().readTree(arrays.out()).get("issues")).hasToString("[5,1]");
        JsonNode json = new ObjectMapper().readTree(jsonl.out());
        assertThat(json.get("issues")).hasToString("[5,1]");
        assertThat(json.get("issue_ids")).hasToString("[\"s5\",\"s1\"]");
        assertThat(jsonl.err())
                .contains("left out: 1 lines that are unpaired, 0 pairs whose logits are not out of sample");
    }

    @Test
    void shouldNameTheRowOfABadNumber() throws IOException {
        double[][] faulty = Arrays.stream(PROBABILITIES).map(double[]::clone).toArray(double[][]::new);
        faulty[6][1] = Double.NaN;
        String bad = NpyFixture.float32(faulty).write(folder, "bad.npy").toString();
        assertThat(Ran.with("audit", "--labels", labels, "--pred-probs", bad))
                .extracting(Ran::code, Ran::err)
                .containsExactly(1, bad + " row 6: probability of class 1 NaN is not a finite number\n");
        String wrong = NpyFixture.int64(0, 0, 1, 1, 2, 3, 2, 0)
                .write(folder, "wrong.npy")
                .toString();
        assertThat(Ran.with("audit", "--labels", wrong, "--pred-probs", probabilities))
                .extracting(Ran::code, Ran::err)
                .containsExactly(1, wrong + " row 5: label 3 is outside 0..2 (classes: 3)\n");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThat(audit("--scores").err()).startsWith("--scores needs --json");
        assertThat(audit("--worst", "-1").err()).startsWith("--worst -1");
        assertThat(audit("--shuffle", "1").err()).startsWith("--shuffle means nothing here");
        assertThat(audit("--set", "classes=4").err()).contains("the pipeline has classes: 4");
        assertThat(audit("--in-sample").err()).startsWith("warning: --in-sample");
    }

    private Ran audit(String... more) {
        List<String> arguments = new ArrayList<>(List.of("audit", "--labels", labels, "--pred-probs", probabilities));
        arguments.addAll(List.of(more));
        return Ran.with(arguments.toArray(String[]::new));
    }
}
