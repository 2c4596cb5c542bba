package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sluice rehearse --jsonl}, from a file of lines to decisions. */
class RehearseLinesTest {

    private static final int ROWS = 40;

    @TempDir
    Path folder;

    private Path lines;
    private String out;

    @BeforeEach
    void shouldNameFiles() {
        lines = folder.resolve("rows.jsonl");
        out = folder.resolve("decisions.csv").toString();
    }

    @Test
    void shouldDecideAsOverArraysWithTheSameRows() throws IOException {
        long[] labels = new long[ROWS];
        double[][] scores = new double[ROWS][];
        List<String> text = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            labels[row] = row % 10 == 0 ? (row + 1) % 3 : row % 3;
            scores[row] = scores(row);
            ids.add(id(row));
            text.add(sample(row, (int) labels[row]));
            text.add(logits(row, "1", true));
        }
        String arrays = folder.resolve("arrays.csv").toString();
        Ran first = Ran.with(
                "rehearse",
                "--labels",
                NpyFixture.int64(labels).write(folder, "labels.npy").toString(),
                "--logits",
                NpyFixture.float64(scores).write(folder, "logits.npy").toString(),
                "--ids",
                Files.write(folder.resolve("ids.txt"), ids).toString(),
                "--set",
                "policy.warmUp={samples: 20, perClass: 1, route: hold}",
                "--out",
                arrays);
        Ran ran = rehearse(text, "--set", "policy.warmUp={samples: 20, perClass: 1, route: hold}", "--out", out);

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).doesNotContain("warning");
        assertThat(ran.out()).doesNotContain("unpaired");
        assertThat(Files.readAllLines(Path.of(out)))
                .hasSize(ROWS + 1)
                .anyMatch(line -> line.contains("QUARANTINE"))
                .isEqualTo(Files.readAllLines(Path.of(arrays)));
    }

    @Test
    void shouldWriteRowsInTheOrderOfThePairsAndReportWhatIsUnpaired() throws IOException {
        List<String> text = List.of(
                sample(0, 0),
                sample(1, 1),
                logits(1, "1", true),
                sample(1, 2),
                logits(0, "2", true),
                logits(0, "1", true),
                sample(2, 2),
                logits(7, "1", true));

        Ran ran = rehearse(text, "--out", out);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("4 lines unpaired: 1 samples without logits, 1 logits without a sample, 1 duplicate samples,"
                        + " 1 superseded logits");
        assertThat(Files.readAllLines(Path.of(out)).stream().skip(1).map(line -> line.substring(0, 6)))
                .containsExactly("1,s1,1", "0,s0,0");

        JsonNode report = new ObjectMapper().readTree(rehearse(text, "--json").out());
        assertThat(report.get("samples").asInt()).isEqualTo(2);
        assertThat(report.get("unpaired"))
                .isEqualTo(
                        new ObjectMapper().readTree("{\"samples\":1,\"logits\":1,\"duplicates\":1,\"superseded\":1}"));
    }

    @Test
    void shouldWarnOnlyWhenNoLineCanBeLearntFrom() throws IOException {
        String warning = "warning: no logits say out_of_sample, so nothing is learnt";
        assertThat(rehearse(List.of(sample(0, 0), logits(0, "1", false))).err()).contains(warning);
        assertThat(rehearse(List.of(sample(0, 0), logits(0, "1", false), sample(1, 0), logits(1, "1", true)))
                        .err())
                .isEmpty();
    }

    @Test
    void shouldDoARecordedOrderOfLinesAgain() throws IOException {
        List<String> text = List.of(sample(0, 0), logits(0, "1", true), sample(1, 1), logits(1, "2", false));
        Path order = Files.writeString(
                folder.resolve("order.jsonl"),
                "{\"sample_id\":\"s1\",\"presentation\":0,\"partition\":3,\"sequence\":1,\"snapshot\":null,"
                        + "\"policy\":1,\"gates\":[]}\n");

        Ran ran = rehearse(text, "--order", order.toString(), "--out", out);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readAllLines(Path.of(out)))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("1,s1,1,CLEAN,");
    }

    // With onRepeat: ignore the numbers of presentations say nothing; the record may call the unit by either.
    @Test
    void shouldFindASampleInTheRecordWhateverItsLogitsCallTheirPresentation() throws IOException {
        List<String> text = List.of(
                sample(0, 0),
                logits(0, "1", true).replace("\"main\"", "\"small\",\"presentation\":5"),
                logits(0, "1", true).replace("\"main\"", "\"large\",\"presentation\":3"));
        String[] models = {"--set", "models=[{id: large}, {id: small}]"};
        for (int presentation : new int[] {3, 5}) {
            Path order = Files.writeString(
                    folder.resolve("order.jsonl"),
                    "{\"sample_id\":\"s0\",\"presentation\":" + presentation + ",\"partition\":0,\"sequence\":1,"
                            + "\"snapshot\":null,\"policy\":1,\"gates\":[]}\n");
            Ran ran = rehearse(text, models[0], models[1], "--order", order.toString());
            assertThat(ran.code()).as(ran.err()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"large\"]"})
    void shouldSayWhenTheFilesLackTheLogitsThatWereJudged(String missing) throws IOException {
        List<String> text = List.of(sample(0, 0), logits(0, "1", true).replace("\"main\"", "\"large\""));
        Path order = Files.writeString(
                folder.resolve("order.jsonl"),
                "{\"sample_id\":\"s0\",\"presentation\":0,\"partition\":0,\"sequence\":1,\"snapshot\":null,"
                        + "\"policy\":1,\"gates\":[],\"missing\":" + missing + "}\n");
        Ran ran = rehearse(
                text,
                "--set",
                "models=[{id: large}, {id: small}]",
                "--set",
                "pairing.onTimeout=judge",
                "--order",
                order.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo(
                        "sample s0 was judged by logits that are not in the files: pass the files that were loaded\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"sample_id\":\"a\",\"label\":3} | label 3 is outside 0..2 (classes: 3)",
                "{\"sample_id\":\"a\",\"model_id\":\"main\",\"logits\":[1,2]} | logits has 2 values, the first logits,",
                "{\"sample_id\":\"a\",\"model_id\":\"x\",\"logits\":[1,2,3]} | model_id is 'x', the pipeline awaits main",
                "{\"sample_id\":\"a\",\"model_id\":\"main\",\"logits\":[1,NaN,3]} | field 'logits[1]' must be a finite",
            })
    void shouldRefuseABadLineWithItsNumber(String line, String problem) throws IOException {
        Ran ran = rehearse(List.of(logits(0, "1", true), line), "--out", out);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith(lines + " line 2: " + problem);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void shouldRefuseAConflictWithTheClassesOfThePipeline() throws IOException {
        Ran ran = rehearse(List.of(sample(0, 0), logits(0, "1", true)), "--set", "classes=4");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo(lines + " line 2: logits has 3 values, the pipeline has classes: 4\n");
    }

    @Test
    void shouldTakeLabelsByNameAndShowNames() throws IOException {
        List<String> text = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            text.add(sample(row, row % 3));
            named.add("{\"sample_id\":\"" + id(row) + "\",\"label\":\""
                    + List.of("cat", "dog", "bird").get(row % 3) + "\",\"event_time\":" + row + "}");
            text.add(logits(row, "1", true));
            named.add(logits(row, "1", true).replace("{", "{\"event_time\":" + row + ","));
        }
        String pipeline = Files.writeString(folder.resolve("pets.yaml"), "classes: [cat, dog, bird]\n")
                .toString();

        assertThat(rehearse(text, "-f", pipeline, "--out", out).code()).isZero();
        List<String> byIndex = Files.readAllLines(Path.of(out));
        Ran ran = rehearse(named, "-f", pipeline, "--out", out);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readAllLines(Path.of(out))).isEqualTo(byIndex).hasSize(ROWS + 1);
        assertThat(ran.out()).containsPattern("cat +14 ").containsPattern("bird +13 ");
        assertThat(new ObjectMapper()
                        .readTree(rehearse(named, "-f", pipeline, "--json").out())
                        .get("classes"))
                .hasToString("[\"cat\",\"dog\",\"bird\"]");

        named.set(2, "{\"sample_id\":\"s1\",\"label\":\"dgo\",\"event_time\":1}");
        Ran typo = rehearse(named, "-f", pipeline);
        assertThat(typo.code()).isEqualTo(1);
        assertThat(typo.err()).isEqualTo(lines + " line 3: label 'dgo' is not a class, did you mean dog?\n");
    }

    @Test
    void shouldRefuseAFileInWhichNothingPairs() throws IOException {
        Ran ran = rehearse(List.of(sample(0, 0), logits(1, "1", true), sample(0, 0)));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo(lines + ": no sample has its logits (lines of samples: 2, of logits: 1), check their"
                        + " sample_id\n");
        assertThat(rehearse(List.of(sample(0, 0))).err()).contains("(lines of samples: 1, of logits: 0)");
    }

    @ParameterizedTest
    @CsvSource({"--shuffle,1", "--model,main", "--model-version,2", "--in-sample,", "--labels,x.npy", "--ids,x.txt"})
    void shouldRefuseOptionsThatSpeakOfArrays(String option, String value) throws IOException {
        Ran ran = value == null
                ? rehearse(List.of(sample(0, 0)), option)
                : rehearse(List.of(sample(0, 0)), option, value);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("--jsonl and ").contains(" exclude each other: ");
    }

    private Ran rehearse(List<String> text, String... more) throws IOException {
        Files.write(lines, text);
        List<String> arguments = new ArrayList<>(List.of("rehearse", "--jsonl", lines.toString()));
        arguments.addAll(List.of(more));
        return Ran.with(arguments.toArray(String[]::new));
    }

    private static String sample(int row, int label) {
        return "{\"sample_id\":\"" + id(row) + "\",\"label\":" + label + "}";
    }

    private static String logits(int row, String version, boolean outOfSample) {
        double[] scores = scores(row);
        return "{\"sample_id\":\"" + id(row) + "\",\"model_id\":\"main\",\"model_version\":\"" + version
                + "\",\"out_of_sample\":" + outOfSample + ",\"logits\":[" + scores[0] + "," + scores[1] + ","
                + scores[2] + "]}";
    }

    private static double[] scores(int row) {
        double[] scores = {0, .25 * (row % 4), .5};
        scores[row % 3] += 4;
        return scores;
    }

    private static String id(int row) {
        return "s" + row;
    }
}
