package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.files.NpyFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load against a real broker; what arrived is counted by verify, for which nothing has been read yet. */
class LoadCommandIT {

    private static EmbeddedStack stack;

    @TempDir
    Path folder;

    @BeforeAll
    static void startStack() throws IOException {
        stack = EmbeddedStack.start();
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }

    @Test
    void shouldSayWhatToDoWithoutTopics() throws IOException {
        Ran ran = sluice("load", pipeline("absent"), "--labels", labels(), "--pred-probs", probabilities());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("topic absent.samples does not exist: create the pipeline's topics with"
                        + " `sluice topics create -f FILE`\n");
    }

    @Test
    void shouldWriteArraysAndTickEveryPartition() throws IOException {
        String file = pipeline("arrays");
        assertThat(sluice("topics create", file).code()).isZero();

        Ran ran =
                sluice("load", file, "--labels", labels(), "--pred-probs", probabilities(), "--shuffle", "3", "--json");

        assertThat(ran.code()).isZero();
        JsonNode loaded = new ObjectMapper().readTree(ran.out());
        assertThat(loaded.get("samples").intValue()).isEqualTo(3);
        assertThat(loaded.get("logits").intValue()).isEqualTo(3);
        assertThat(loaded.get("ticks").intValue()).isEqualTo(4);
        assertThat(unread(file, "samples")).isEqualTo(3);
        assertThat(unread(file, "logits")).isEqualTo(3);
    }

    @Test
    void shouldWriteJsonLinesOfBothKinds() throws IOException {
        String file = pipeline("lines");
        assertThat(sluice("topics create", file).code()).isZero();
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), """
                {"sample_id":"a","label":1,"payload":"xyz","attributes":{"k":"v"}}
                {"sample_id":"b","label":0}
                {"sample_id":"a","model_id":"main","logits":[0.5,-1],"out_of_sample":true}
                """);

        Ran ran = sluice("load", file, "--jsonl", rows.toString(), "--no-tick");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("2 samples into lines.samples, 1 logits into lines.logits, 0 ticks");
        assertThat(unread(file, "samples")).isEqualTo(2);
        assertThat(unread(file, "logits")).isEqualTo(1);
    }

    private int unread(String file, String side) throws IOException {
        Ran ran = sluice("verify", file, "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out()).at("/" + side + "/unread").intValue();
    }

    private String labels() throws IOException {
        return NpyFixture.int32(0, 1, 1).write(folder, "labels.npy").toString();
    }

    private String probabilities() throws IOException {
        return NpyFixture.float32(new double[][] {{0.9, 0.1}, {0.2, 0.8}, {0, 1}})
                .write(folder, "probs.npy")
                .toString();
    }

    private String pipeline(String name) throws IOException {
        String yaml = "name: " + name + "\nclasses: 2\ntopics: {partitions: 2}\n";
        return Files.writeString(folder.resolve(name + ".yaml"), yaml).toString();
    }

    private Ran sluice(String command, String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("-f", file));
        arguments.addAll(List.of(more));
        arguments.addAll(
                List.of("--bootstrap-server", stack.bootstrapServers(), "--schema-registry", stack.registryUrl()));
        return Ran.with(arguments.toArray(String[]::new));
    }
}
