package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.files.NpyFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The eight samples of the golden vector, from files to decisions. */
class RehearseCommandTest {

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

    @TempDir
    Path folder;

    private String labels;
    private String probabilities;
    private String out;

    @BeforeEach
    void shouldWriteFiles() throws IOException {
        labels = NpyFixture.int64(0, 0, 1, 1, 2, 2, 2, 0)
                .write(folder, "labels.npy")
                .toString();
        probabilities =
                NpyFixture.float64(PROBABILITIES).write(folder, "probs.npy").toString();
        out = folder.resolve("decisions.csv").toString();
    }

    @Test
    void shouldWriteOneLineASampleInTheOrderOfArrival() throws IOException {
        Ran ran = rehearse(
                "--set",
                "policy.detector=confident_learning",
                "--set",
                "policy.warmUp={samples: 8, perClass: 0, route: hold}",
                "--out",
                out);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("8 samples: 6 clean, 2 in quarantine (25.0 %)");
        List<String> lines = Files.readAllLines(Path.of(out));
        assertThat(lines).hasSize(9);
        assertThat(lines.get(0))
                .isEqualTo("row,sample_id,given,route,p_wrong,weight,suggested,reasons,snapshot_version");
        assertThat(lines.get(2)).matches("1,1,0,QUARANTINE,0\\.(8|79999)\\d*,0\\.0,1,CONFIDENT_OTHER,1\\.1");
        assertThat(lines.get(6)).startsWith("5,5,2,QUARANTINE,0.").endsWith(",0.0,0,CONFIDENT_OTHER,1.1");
        assertThat(lines.get(8)).startsWith("7,7,0,CLEAN,0.5").endsWith(",1.0,0,,1.1");
    }

    @Test
    void shouldReportThresholdsAndCountsAsJson() throws IOException {
        Ran ran = rehearse(
                "--json",
                "--set",
                "policy.detector=confident_learning",
                "--set",
                "policy.warmUp.samples=8",
                "--set",
                "policy.warmUp.perClass=0");
        JsonNode report = new ObjectMapper().readTree(ran.out());
        assertThat(report.get("samples").asLong()).isEqualTo(8);
        assertThat(report.get("quarantine").asLong()).isEqualTo(2);
        assertThat(report.get("reasons").get("CONFIDENT_OTHER").asLong()).isEqualTo(2);
        assertThat(report.get("snapshotHash").asText()).matches("[0-9a-f]{16}");
        assertThat(report.get("counts").get(2).asLong()).isEqualTo(3);
        assertThat(report.get("thresholds").get(0).asDouble()).isCloseTo(1.55 / 3, within(1e-6));
    }

    @Test
    void shouldFillPWrongInTheWarmUpToo() throws IOException {
        assertThat(rehearse("--out", out).code()).isZero();
        assertThat(Files.readAllLines(Path.of(out)).get(2))
                .contains(",CLEAN,0.")
                .endsWith(",1.0,0,WARM_UP,1.1");
    }

    @Test
    void shouldTakeIdsAndAShuffledOrder() throws IOException {
        Path ids = Files.write(folder.resolve("ids.txt"), List.of("a", "b", "c", "d", "e", "f", "g", "h,i"));
        String[] shuffled = {"--ids", ids.toString(), "--shuffle", "3", "--out", out};
        assertThat(rehearse(shuffled).code()).isZero();
        List<String> first = Files.readAllLines(Path.of(out));
        assertThat(first.stream().skip(1).map(line -> line.split(",")[0]))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7")
                .isNotEqualTo(List.of("0", "1", "2", "3", "4", "5", "6", "7"));
        assertThat(first).anyMatch(line -> line.startsWith("7,\"h,i\",0,"));
        rehearse(shuffled);
        assertThat(Files.readAllLines(Path.of(out))).isEqualTo(first);
    }

    @Test
    void shouldWarnWhenNothingCanBeLearnt() {
        assertThat(rehearse("--in-sample").err()).contains("warning: --in-sample, so nothing is learnt");
    }

    @Test
    void shouldDoARecordedOrderAgainAndNameTheSnapshotThatDiffers() throws IOException {
        Path order = folder.resolve("order.jsonl");
        String coverage = "\"coverage\":[{\"partition\":0,\"arrived\":1,\"judged\":0}]";
        String row = "{\"sample_id\":\"4\",\"presentation\":0,\"partition\":0,\"sequence\":1,\"snapshot\":\"1.1\","
                + "\"policy\":1,\"gates\":[]}";
        Files.write(order, List.of("{\"snapshot\":\"1.1\",\"hash\":\"0000000000000000\"," + coverage + "}", row));
        Ran wrong = rehearse("--order", order.toString(), "--out", out);
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("snapshot 1.1 comes out as ");
        assertThat(Path.of(out)).doesNotExist();

        String hash = wrong.err().replaceAll("(?s).*comes out as ([0-9a-f]{16}).*", "$1");
        Files.write(order, List.of("{\"snapshot\":\"1.1\",\"hash\":\"" + hash + "\"," + coverage + "}", row));
        Ran right = rehearse("--order", order.toString(), "--out", out);
        assertThat(right.code()).as(right.err()).isZero();
        assertThat(Files.readAllLines(Path.of(out)))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("4,4,2,CLEAN,");
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThat(rehearse("--order", "x", "--shuffle", "1"))
                .extracting(Ran::code, Ran::err)
                .containsExactly(2, "--order and --shuffle exclude each other: the record says how rows arrived\n");
        assertThat(rehearse("--out", folder.resolve("no/where.csv").toString()).code())
                .isEqualTo(2);
        assertThat(rehearse("--set", "classes=4").err()).contains("the pipeline has classes: 4");
    }

    private Ran rehearse(String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {"rehearse", "--labels", labels, "--pred-probs", probabilities}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Ran.with(arguments);
    }
}
