package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words. */
class BadPipelineTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        name                       | a b      | 'a b' is not allowed: letters, digits, '.', '_' and '-', starting with a letter or digit, at most 150
        name                       | []       | is a list, one value is expected
        name                       | ''       | '' is not allowed: letters, digits, '.', '_' and '-', starting with a letter or digit, at most 150
        name                       | ~        | has no value, leave the key out for its default quickstart
        classes                    | 1        | 1 is outside 2..100000
        classes                    | 100001   | 100001 is outside 2..100000
        classes                    | ten      | 'ten' is neither a count in 2..100000 nor a list of names
        classes                    | {a: b}   | is a section, give a count in 2..100000 or a list of names
        classes                    | ~        | is empty, give a count in 2..100000 or a list of names
        classes                    | [a]      | 1 names is outside 2..100000
        classes                    | []       | 0 names is outside 2..100000
        models                     | []       | empty, at least one model must be awaited
        models                     | ~        | empty, at least one model must be awaited
        models                     | main     | is 'main', a list is expected: - id: main
        models                     | [{}, {}] | 'main' is named twice
        topics.partitions          | 0        | 0 is outside 1..10000
        topics.partitions          | 4.5      | '4.5' is not a whole number in 1..10000
        topics.partitions          | 99999999999999999999 | 99999999999999999999 is outside 1..10000
        topics.samples             | a/b      | 'a/b' is not allowed: a topic name has letters, digits, '.', '_' and '-', at most 249
        topics.samples             | ..       | '..' is not allowed: a topic name has letters, digits, '.', '_' and '-', at most 249
        topics.samples             | quickstart.clean | 'quickstart.clean' is a topic that the pipeline writes
        topics.logits              | quickstart.samples | 'quickstart.samples' is the topic of the samples too, the two must differ
        topics.decisions           | yes      | 'yes' is neither true nor false
        topics.repartition         | on       | 'on' is neither true nor false
        pairing.wait               | 10       | '10' is not a duration such as 500ms, 10s, 10m, 1h or 7d
        pairing.wait               | 0s       | 0s is outside 1ms..36500d
        pairing.wait               | -1s      | '-1s' is not a duration such as 500ms, 10s, 10m, 1h or 7d
        pairing.onTimeout          | wait     | 'wait' is not one of expire, judge
        pairing.store              | disk     | 'disk' is not one of memory, rocksdb
        learning.maxAhead          | 0        | 0 is outside 1..1000000000
        learning.window            | 24h      | is '24h', use all, {time: 24h} or {samples: 200000}
        learning.snapshotEvery     | 5s       | is '5s', keys are expected
        learning.snapshotEvery.time | 1ms     | 1ms is outside 10ms..24h
        policy                     | strict   | is 'strict', keys are expected
        policy.mode                | Shadow   | 'Shadow' is not one of enforce, shadow
        policy.detector            | magic    | 'magic' is not one of posterior, confident_learning, predicted_neq_given
        policy.quarantineAbove     | 1.4      | 1.4 is outside 0..1
        policy.quarantineAbove     | NaN      | 'NaN' is not a number in 0..1
        policy.warmUp.samples      | -1       | -1 is outside 0..1000000000
        policy.warmUp.route        | drop     | 'drop' is not one of hold, clean, quarantine
        policy.guard.maxRate       | 2        | 2 is outside 0..1
        policy.weights.scheme      | rescaler | 'rescaler' is not one of none, posterior, importance, small_loss, noise_rate, storm
        policy.weights.cap         | 0.5      | 0.5 is outside 1..1000
        """)
    void shouldRefuseABadValue(String key, String value, String message) {
        assertThat(problems("classes: 10", Map.of(key, value))).isEqualTo("--set " + key + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        polcy: {}                              | polcy: unknown key, did you mean policy?
        policy: {warmup: {}}                   | policy.warmup: unknown key, did you mean policy.warmUp?
        detector: posterior                    | detector: unknown key, did you mean policy.detector?
        pairing: {waiting: 1m}                 | pairing.waiting: unknown key, known here: wait, onTimeout, remember, onRepeat, store, futureTolerance
        models: [{id: a, trained: x}]          | models[0].trained: unknown key, did you mean models[0].trainedOn?
        learning: {window: {samples: 0}}       | learning.window.samples: 0 is outside 1..1000000000
        learning: {window: {samples: few}}     | learning.window.samples: is 'few', a whole number is expected
        learning: {window: {samples: 2086}}    | learning.window.samples: 2086 is too few for policy.warmUp.samples: 1000, keep at least 2087 or a new model version finds the old one forgotten
        learning: {window: {samples: 9, time: 1h}} | learning.window: has both time and samples, choose one
        learning: {window: {tme: 5h}}          | learning.window.tme: unknown key, use all, {time: 24h} or {samples: 200000}
        learning: {window: {time: 1ms}}        | learning.window.time: 1ms is outside 1s..36500d
        policy: {classes: {12: {}}}            | policy.classes.12: class 12 is outside 0..9 (classes: 10)
        policy: {classes: {cat: {}}}           | policy.classes.cat: unknown class, name one of the list or give an index in 0..9
        policy: {classes: {1: {threshold: 2}}} | policy.classes.1.threshold: 2 is outside 0..1
        policy: {classes: {1: {threshold: .5, thresholdOffset: .1}}} | policy.classes.1.thresholdOffset: threshold is fixed already, give one of the two
        """)
    void shouldRefuseABadFile(String yaml, String message) {
        assertThat(problems("classes: 10\n" + yaml, Map.of())).isEqualTo("the pipeline: " + message);
    }

    @Test
    void shouldReportEveryProblemAtOnceInTheOrderOfTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("my.yaml"), """
                classes: 10
                policy:
                  quarantineAbove: 1.4
                  warmup: {samples: 5}
                models: []
                """);

        assertThat(problems(file, Map.of()))
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        file + ": 3 problems",
                        "  policy.quarantineAbove: 1.4 is outside 0..1",
                        "  policy.warmup: unknown key, did you mean policy.warmUp?",
                        "  models: empty, at least one model must be awaited"));
    }

    @Test
    void shouldNameSetsApartFromTheFile() {
        Map<String, String> sets = new LinkedHashMap<>();
        sets.put("policy.quarantineAbove", "1.4");
        sets.put("policy.warmup.samples", "3");
        sets.put("name.first", "x");
        sets.put("policy..mode", "x");
        sets.put("models.3.id", "x");

        assertThat(problems("{name: a, classes: 10, models: [{id: main}], pairing: {store: disk}}", sets))
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "the pipeline: 6 problems",
                        "  pairing.store: 'disk' is not one of memory, rocksdb",
                        "  --set policy.quarantineAbove: 1.4 is outside 0..1",
                        "  --set policy.warmup: unknown key, did you mean policy.warmUp?",
                        "  --set name.first: name is not a section",
                        "  --set policy..mode: not a key, write for example policy.mode=shadow",
                        "  --set models.3.id: 3 is not one of the 1 entries, counted from 0"));
    }

    @Test
    void shouldRefuseKeysGivenTwice() {
        assertThat(problems("classes: 10\npolicy:\n  mode: shadow\n  mode: enforce\n", Map.of()))
                .isEqualTo("the pipeline: policy.mode: given twice, in lines 3 and 4");
    }

    @Test
    void shouldRefuseClassNamesThatAreNotUnique() {
        assertThat(problems("classes: [cat, dog, cat]", Map.of()))
                .isEqualTo("the pipeline: classes[2]: 'cat' is listed twice, names must be unique");
        assertThat(problems("{classes: [cat, dog], policy: {classes: {cat: {}, 0: {}}}}", Map.of()))
                .isEqualTo("the pipeline: policy.classes.cat: is the same class as 0");
        assertThat(problems("{classes: [cat, dog], policy: {classes: {kat: {}}}}", Map.of()))
                .isEqualTo("the pipeline: policy.classes.kat: unknown class, did you mean cat?");
    }

    @Test
    void shouldAskForClassesWhereTheyAreNeeded() {
        assertThat(problems("name: a", Map.of()))
                .isEqualTo("the pipeline: classes: missing, say how many there are or list their names");
    }

    @Test
    void shouldSayInOneLineThatAFileCannotBeRead() throws IOException {
        Path missing = directory.resolve("missing.yaml");
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "# nothing\n");
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "classes: 10\npolicy: {mode: shadow\n");
        Path list = Files.writeString(directory.resolve("list.yaml"), "- classes\n");
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThat(problems(missing, Map.of())).isEqualTo(missing + ": no such file");
        assertThat(problems(empty, Map.of())).isEqualTo(empty + ": empty, start from topologies/quickstart.yaml");
        assertThat(problems(broken, Map.of())).startsWith(broken + ": not valid YAML: line 3, column 1: expected");
        assertThat(problems(list, Map.of())).isEqualTo(list + ": the file: is a list, keys are expected");
        assertThat(problems(directory, Map.of())).isEqualTo(directory + ": a directory, a file is expected");
        assertThat(problems(binary, Map.of())).isEqualTo(binary + ": not a text in UTF-8");
    }

    private static String problems(String yaml, Map<String, String> sets) {
        return message(() -> PipelineLoader.parse(yaml, sets));
    }

    private static String problems(Path file, Map<String, String> sets) {
        return message(() -> PipelineLoader.load(file, sets));
    }

    private static String message(Runnable attempt) {
        SpecException refused = catchThrowableOfType(SpecException.class, attempt::run);
        assertThat(refused).as("it must be refused").isNotNull();
        return refused.getMessage();
    }
}
