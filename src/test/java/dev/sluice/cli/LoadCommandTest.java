package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.files.NpyFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What load refuses before it talks to anybody. */
class LoadCommandTest {

    @TempDir
    Path folder;

    private Path labels;
    private Path scores;

    @BeforeEach
    void twoRows() throws IOException {
        labels = NpyFixture.int32(0, 1).write(folder, "labels.npy");
        scores = NpyFixture.float32(new double[][] {{1, 0}, {0, 1}}).write(folder, "scores.npy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| --labels L.npy is missing",
                "--labels L | --logits Z.npy or --pred-probs P.npy is missing",
                "--labels L --logits Z --pred-probs Z | exclude each other",
                "--labels L --logits Z --jsonl J | --jsonl and arrays exclude each other",
                "--jsonl J --shuffle 1 | --jsonl and --shuffle exclude each other: the order of the lines",
                "--jsonl J --model main | --jsonl and --model exclude each other: each line of logits has its model_id",
                "--jsonl J --model-version 2 | --jsonl and --model-version exclude each other",
                "--jsonl J --in-sample | --jsonl and --in-sample exclude each other",
                "--labels L --logits Z --rate 0 | --rate 0.0: must be a number of rows a second above 0",
                "--labels L --logits Z --rate NaN | --rate NaN",
                "--labels L --logits Z --model other | --model other: the pipeline awaits main",
                "--labels L --logits Z --event-start tomorrow | --event-start tomorrow: is not a time",
                "--labels L --logits Z --event-step 5 | --event-step: '5' is not a duration",
                "--labels L --logits Z --event-step 7d | further ahead of the clock than pairing.futureTolerance",
            })
    void shouldSayWhatIsWrongWithTheCommandLine(String options, String problem) {
        Ran ran = load(options == null ? "" : options);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(problem);
        assertThat(ran.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--logits Z | --logits Z: say whose scores these are, --logits MODEL=Z, MODEL being one of large, small",
                "--logits lrage=Z --logits small=Z | no model is called 'lrage', the pipeline awaits large, small",
                "--logits large=Z --logits large=Z | --logits: two files are given for model large",
                "--logits large= | --logits large=: the file is missing",
                "--logits large=Z --model small | --model and --logits MODEL=FILE exclude each other",
                "--logits large=Z --logits Z | --logits Z: say whose scores these are",
            })
    void shouldSayWhoseScoresAreNotClear(String options, String problem) {
        Ran ran = load("--labels L " + options + " --set models=[{\"id\":\"large\"},{\"id\":\"small\"}]");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(problem.replace("Z", scores.toString()));
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    void shouldTakeAFileWhoseNameHasAnEqualsSign() throws IOException {
        Path odd = Files.copy(scores, folder.resolve("fold=3.npy"));
        Ran ran = Ran.with("load", "--labels", labels.toString(), "--logits", odd.toString(), "--set", "classes=10");
        assertThat(ran.err()).contains("fold=3.npy: shape (2, 2) has 2 columns");
        assertThat(load("--labels L --logits mian=Z").err()).contains("no model is called 'mian'");
    }

    @Test
    void shouldWarnThatTheTickEndsTheWaitForAModelThatIsLoadedLater() {
        String options =
                "--labels L --logits large=Z --set models=[{\"id\":\"large\"},{\"id\":\"small\"}] --bootstrap-server 127.0.0.1:1"
                        + " --config C";
        String warning = "warning: no scores of small, and the tick that ends this load ends the wait for them";
        assertThat(load(options).err()).contains(warning);
        assertThat(load(options + " --no-tick").err()).doesNotContain("warning");
    }

    @Test
    void shouldRefuseEventTimesThatAreTooFarAheadOrSaidTwice() throws IOException {
        Path lines = folder.resolve("rows.jsonl");
        Files.writeString(
                lines,
                "{\"sample_id\":\"a\",\"label\":1,\"event_time\":5}\n"
                        + "{\"sample_id\":\"b\",\"label\":1,\"event_time\":\"2099-01-01T00:00:00Z\"}\n");
        Ran ahead = Ran.with("load", "--jsonl", lines.toString(), "--set", "classes=2");
        assertThat(ahead.code()).isEqualTo(1);
        assertThat(ahead.err())
                .isEqualTo(lines + " line 2: event_time is 2099-01-01T00:00:00Z, further ahead of the clock than"
                        + " pairing.futureTolerance: the record would be a dead letter\n");
        Ran twice = Ran.with("load", "--jsonl", lines.toString(), "--set", "classes=2", "--event-step", "1ms");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("--event-start and --event-step do not go with lines that have an event_time");
    }

    @Test
    void shouldNameTheRowThatIsWrong() throws IOException {
        labels = NpyFixture.int32(0, 2).write(folder, "labels.npy");

        Ran ran = load("--labels L --logits Z");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo(labels + " row 1: label 2 is outside 0..1 (classes: 2)\n");
    }

    @Test
    void shouldNameTheFileThatIsMissing() throws IOException {
        Files.delete(labels);

        Ran ran = load("--labels L --logits Z");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo(labels + ": no such file\n");
    }

    @Test
    void shouldRefuseAMatrixOfAnotherWidthThanThePipelines() {
        Ran ran = load("--labels L --logits Z --set classes=10");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("scores.npy: shape (2, 2) has 2 columns, the pipeline has classes: 10");
    }

    @Test
    void shouldSayThatNoKafkaAnswers() {
        Ran ran = load("--labels L --logits Z --bootstrap-server 127.0.0.1:1 --config C");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("127.0.0.1:1").contains("no Kafka answers there");
        assertThat(ran.err().lines()).hasSize(1);
    }

    private Ran load(String options) {
        List<String> arguments = new ArrayList<>(List.of("load"));
        for (String word : options.split(" ")) {
            switch (word) {
                case "" -> {}
                case "L" -> arguments.add(labels.toString());
                case "Z" -> arguments.add(scores.toString());
                case "J" -> arguments.add(folder.resolve("rows.jsonl").toString());
                case "C" -> arguments.add(impatient().toString());
                default -> arguments.add(word.endsWith("=Z") ? word.replace("Z", scores.toString()) : word);
            }
        }
        return Ran.with(arguments.toArray(String[]::new));
    }

    /** Settings that do not wait long for a broker that is not there. */
    private Path impatient() {
        try {
            return Files.writeString(
                    folder.resolve("client.properties"), "request.timeout.ms=300\ndefault.api.timeout.ms=600\n");
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
