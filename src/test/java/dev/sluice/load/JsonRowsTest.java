package dev.sluice.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.Logits;
import dev.sluice.avro.Sample;
import dev.sluice.files.InputFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowsTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadSamplesAndLogitsWithDefaultsForWhatIsLeftOut() throws IOException {
        List<Sample> samples = new ArrayList<>();
        List<Logits> logits = new ArrayList<>();
        JsonRows rows = open("""
                {"sample_id": "a", "label": 2}

                {"sample_id": "a", "model_id": "main", "logits": [1, -2.5, 0]}
                """);
        rows.forEach(samples::add, logits::add);

        assertThat(rows.size()).isEqualTo(2);
        assertThat(samples)
                .containsExactly(
                        Sample.newBuilder().setSampleId("a").setLabel(2).build());
        assertThat(logits)
                .containsExactly(Logits.newBuilder()
                        .setSampleId("a")
                        .setModelId("main")
                        .setLogits(List.of(1f, -2.5f, 0f))
                        .build());
    }

    @Test
    void shouldReadOptionalFieldsPlainAndAsAvrosOwnJson() throws IOException {
        Sample wanted = Sample.newBuilder()
                .setSampleId("a")
                .setLabel(0)
                .setPayload(ByteBuffer.wrap(new byte[] {0, 'x', (byte) 0xff}))
                .setAnnotatorId("eve")
                .setFeatures(List.of(1f, 2f))
                .build();
        wanted.getAttributes().put("k", "v");
        List<Sample> samples = new ArrayList<>();
        JsonRows rows = open("""
                {"sample_id":"a","label":0,"payload":"\\u0000x\\u00ff","annotator_id":"eve","features":[1,2],"attributes":{"k":"v"}}
                {"sample_id":"a","label":0,"payload":{"bytes":"\\u0000x\\u00ff"},"annotator_id":{"string":"eve"},"features":{"array":[1,2]},"source":null,"attributes":{"k":"v"}}
                """);
        rows.forEach(samples::add, row -> {});

        assertThat(samples).containsExactly(wanted, wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | is not JSON",
                "7 | is not a JSON object",
                "{\"sample_id\":\"a\"} | has neither 'label' (a sample) nor 'logits'",
                "{\"sample_id\":\"a\",\"label\":1,\"logits\":[1]} | has both 'label' and 'logits'",
                "{\"sample_id\":\"a\",\"label\":1,\"label\":2} | is not JSON: Duplicate field 'label'",
                "{\"label\":1} | field 'sample_id' is missing",
                "{\"sample_id\":17,\"label\":1} | field 'sample_id' must be a text, this is 17",
                "{\"sample_id\":\"a\",\"label\":\"cat\"} | field 'label' must be a whole number, this is \"cat\"",
                "{\"sample_id\":\"a\",\"label\":1.5} | field 'label' must be a whole number, this is 1.5",
                "{\"sample_id\":\"a\",\"label\":3} | label 3 is outside 0..2 (classes: 3)",
                "{\"sample_id\":\"a\",\"label\":1,\"sauce\":\"x\"} | unknown field 'sauce', known are sample_id, label",
                "{\"sample_id\":\"a\",\"label\":1,\"payload\":\"\u20ac\"} | field 'payload' has a character above U+00FF",
                "{\"sample_id\":\"a\",\"logits\":[1,2,3]} | field 'model_id' is missing",
                "{\"sample_id\":\"a\",\"model_id\":\"m\",\"logits\":[1,NaN,3]} | field 'logits[1]' must be a finite float",
                "{\"sample_id\":\"a\",\"model_id\":\"m\",\"logits\":[1,2]} | logits has 2 values, the pipeline has classes: 3",
                "{\"sample_id\":\"a\",\"model_id\":\"x\",\"logits\":[1,2,3]} | model_id is 'x', the pipeline awaits m, main",
            })
    void shouldNameTheLineAndTheFieldThatIsWrong(String line, String problem) {
        assertThatThrownBy(() -> open("{\"sample_id\":\"good\",\"label\":0}\n" + line))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("rows.jsonl line 2: " + problem);
    }

    @Test
    void shouldRefuseAnEmptyFile() {
        assertThatThrownBy(() -> open("\n")).hasMessageContaining("rows.jsonl: has no lines");
    }

    @Test
    void shouldTakeTheClassesFromTheFirstLogitsWhereThePipelineDoesNotSay() throws IOException {
        String logits = "\n{\"sample_id\":\"a\",\"model_id\":\"m\",\"logits\":[1,2]}\n";
        assertThat(openWithoutClasses("{\"sample_id\":\"a\",\"label\":1}" + logits)
                        .classes())
                .hasValue(2);
        assertThat(openWithoutClasses("{\"sample_id\":\"a\",\"label\":7}").classes())
                .isEmpty();
        assertThatThrownBy(() -> openWithoutClasses("{\"sample_id\":\"a\",\"label\":2}" + logits))
                .hasMessageContaining("rows.jsonl line 1: label 2 is outside 0..1 (classes: 2)");
        assertThatThrownBy(() -> openWithoutClasses(logits + logits.replace("[1,2]", "[1,2,3]")))
                .hasMessageContaining(
                        "rows.jsonl line 4: logits has 3 values, the first logits, on line 2, give classes: 2");
        assertThatThrownBy(() -> openWithoutClasses(logits.replace("[1,2]", "[]")))
                .hasMessageContaining("rows.jsonl line 2: logits is empty");
        assertThatThrownBy(() -> openWithoutClasses("{\"sample_id\":\"a\",\"label\":-1}"))
                .hasMessageContaining("rows.jsonl line 1: label -1 is below 0");
    }

    private JsonRows openWithoutClasses(String content) throws IOException {
        return JsonRows.open(
                Files.writeString(folder.resolve("rows.jsonl"), content), OptionalInt.empty(), Set.of("m"));
    }

    private JsonRows open(String content) throws IOException {
        return JsonRows.open(
                Files.writeString(folder.resolve("rows.jsonl"), content), OptionalInt.of(3), Set.of("m", "main"));
    }
}
