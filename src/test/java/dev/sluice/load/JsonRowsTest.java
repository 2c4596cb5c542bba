package dev.sluice.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.Logits;
import dev.sluice.avro.Sample;
import dev.sluice.files.InputFileException;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.InputRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
                "{\"sample_id\":\"a\",\"label\":\"cat\"} | label 'cat' is a name, and the pipeline has classes: 3 without names",
                "{\"sample_id\":\"\",\"label\":1} | sample_id is empty: give each sample an id of its own",
                "{\"sample_id\":\"a\",\"label\":1,\"event_time\":1} | has an event_time, the lines before it have none",
                "{\"sample_id\":\"a\",\"label\":1,\"event_time\":1.5} | event_time is 1.5: give whole milliseconds since",
                "{\"sample_id\":\"a\",\"label\":1,\"event_time\":-1} | event_time is -1: give whole milliseconds",
                "{\"sample_id\":\"a\",\"label\":1,\"event_time\":\"2026-01-31\"} | event_time is \"2026-01-31\": give whole",
                "{\"sample_id\":\"a\",\"label\":1.5} | field 'label' must be a whole number, this is 1.5",
                "{\"sample_id\":\"a\",\"label\":3} | label 3 is outside 0..2 (classes: 3)",
                "{\"sample_id\":\"a\",\"label\":1,\"sauce\":\"x\"} | unknown field 'sauce', known are sample_id, label",
                "{\"sample_id\":\"a\",\"label\":1,\"payload\":\"\u20ac\"} | field 'payload' has a character above U+00FF",
                "{\"sample_id\":\"a\",\"logits\":[1,2,3]} | field 'model_id' is missing",
                "{\"sample_id\":\"a\",\"model_id\":\"m\",\"logits\":[1,NaN,3]} | field 'logits[1]' must be a finite float",
                "{\"sample_id\":\"a\",\"model_id\":\"m\",\"logits\":[1,2]} | logits has 2 values, the pipeline has classes: 3",
                "{\"sample_id\":\"a\",\"model_id\":\"x\",\"logits\":[1,2,3]} | model_id is 'x', the pipeline awaits m, main",
                "{\"sample_id\":\"a\",\"model_id\":\"m\",\"logits\":[1,2,3],\"presentation\":-1} | presentation is -1, it counts",
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

    @Test
    void shouldTakeTheNameOfAClassForItsIndex() throws IOException {
        String line = "{\"sample_id\":\"a\",\"label\":%s}\n";
        List<Integer> labels = new ArrayList<>();
        open(List.of("cat", "dog", "7"), line.formatted("\"dog\"") + line.formatted("0") + line.formatted("\"7\""))
                .forEach(sample -> labels.add(sample.getLabel()), row -> {});

        assertThat(labels).containsExactly(1, 0, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cat,dog,bird | 'dgo' | label 'dgo' is not a class, did you mean dog?",
                "cat,dog,bird | 'airplane' | label 'airplane' is not a class, the classes are cat, dog, bird",
                "cat,dog,bird | '1' | label '1' is not a class, the classes are cat, dog, bird",
                "cat,dog,7 | 7 | label 7 is outside 0..2 (classes: 3); the class named 7 is written as a text: '7'",
            })
    void shouldHelpWithALabelThatIsNoClass(String names, String label, String problem) {
        String line = "{'sample_id':'a','label':" + label + "}";
        assertThatThrownBy(() -> open(List.of(names.split(",")), line.replace('\'', '"')))
                .isInstanceOf(InputFileException.class)
                .hasMessageEndingWith("rows.jsonl line 1: " + problem.replace(": '7'", ": \"7\""));
    }

    @Test
    void shouldSayThatNamesNeedAPipelineThatListsThem() {
        assertThatThrownBy(() -> openWithoutClasses("{\"sample_id\":\"a\",\"label\":\"cat\"}"))
                .hasMessageContaining("line 1: label 'cat' is a name, and no pipeline says the names");
    }

    @Test
    void shouldReadEventTimesInMillisecondsAndAsText() throws IOException {
        JsonRows rows = open("""
                {"sample_id":"a","label":1,"event_time":1700000000123}
                {"sample_id":"b","label":1,"event_time":"2023-11-14T23:13:20.5+01:00"}
                {"sample_id":"c","label":1,"event_time":0}
                """);
        List<Long> times = new ArrayList<>();
        rows.forEach(new JsonRows.Sink() {
            @Override
            public void sample(Sample sample, OptionalLong eventTime) {
                times.add(eventTime.getAsLong());
            }

            @Override
            public void logits(Logits row, OptionalLong eventTime) {
                throw new AssertionError("no logits in this file");
            }
        });

        assertThat(times).containsExactly(1_700_000_000_123L, 1_700_000_000_500L, 0L);
        assertThat(rows.timed()).isTrue();
        assertThat(rows.newest()).hasValue(1_700_000_000_500L);
        rows.requireUpTo(Instant.ofEpochMilli(1_700_000_000_500L));
        assertThatThrownBy(() -> rows.requireUpTo(Instant.ofEpochMilli(1_700_000_000_499L)))
                .hasMessageContaining("rows.jsonl line 2: event_time is 2023-11-14T22:13:20.500Z, further ahead");
        assertThatThrownBy(() -> open("""
                {"sample_id":"a","label":1,"event_time":5}
                {"sample_id":"b","label":1}
                """))
                .hasMessageContaining("rows.jsonl line 2: has no event_time, the lines before it have one");
    }

    @Test
    void shouldRefuseWhatThePipelineWouldTakeForTooLarge() {
        String payload = "x".repeat(InputRules.MAX_SAMPLE_BYTES);
        assertThatThrownBy(() -> open("{\"sample_id\":\"a\",\"label\":1,\"payload\":\"" + payload + "\"}"))
                .hasMessageContaining("line 1: the sample has 10000")
                .hasMessageContaining("give payload_ref");
        String name = "x".repeat(InputRules.MAX_NAME + 1);
        assertThatThrownBy(() -> open("{\"sample_id\":\"" + name + "\",\"label\":1}"))
                .hasMessageContaining("line 1: sample_id has 4097 bytes, at most 4096 pass");
    }

    private JsonRows open(List<String> classes, String content) throws IOException {
        return JsonRows.open(
                Files.writeString(folder.resolve("rows.jsonl"), content), Optional.of(ClassList.of(classes)), Set.of());
    }

    private JsonRows openWithoutClasses(String content) throws IOException {
        return JsonRows.open(Files.writeString(folder.resolve("rows.jsonl"), content), Optional.empty(), Set.of("m"));
    }

    private JsonRows open(String content) throws IOException {
        return JsonRows.open(
                Files.writeString(folder.resolve("rows.jsonl"), content),
                Optional.of(ClassList.count(3)),
                Set.of("m", "main"));
    }
}
