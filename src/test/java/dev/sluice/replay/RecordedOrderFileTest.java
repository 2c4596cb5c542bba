package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.judge.Gate;
import dev.sluice.judge.Mode;
import dev.sluice.judge.Policy;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.replay.RecordedOrder.RecordedRow;
import dev.sluice.replay.RecordedOrder.RecordedSnapshot;
import dev.sluice.spec.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedOrderFileTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadSnapshotsAndRows() throws IOException {
        RecordedOrder order = read("""
                {"snapshot":"1.3","hash":"0f","coverage":[{"partition":0,"arrived":250,"judged":7}]}

                {"sample_id":"17","presentation":1,"partition":2,"sequence":31,"snapshot":"1.3","policy":1,"gates":["HOLD_EXPIRED"]}
                {"sample_id":"18","presentation":0,"partition":2,"sequence":32,"snapshot":null,"policy":4,"gates":[]}
                """);
        SnapshotVersion version = new SnapshotVersion(1, 3);
        assertThat(order.snapshots())
                .containsExactly(new RecordedSnapshot(version, "0f", List.of(new Coverage(0, 250, 7))));
        assertThat(order.rows())
                .containsExactly(
                        new RecordedRow("17", 1, 2, 31, Optional.of(version), 1, Set.of(Gate.HOLD_EXPIRED)),
                        new RecordedRow("18", 0, 2, 32, Optional.empty(), 4, Set.of()));
    }

    @Test
    void shouldReadThePoliciesThatFitTheClasses() throws IOException {
        RecordedOrder order = read("""
                {"policy":1,"hash":"0f","yaml":"mode: shadow\\nclasses: {cat: {threshold: 0.5}}\\n"}
                {"policy":2,"hash":"0e","yaml":"classes: {gone: {threshold: 0.5}}"}
                """);

        assertThat(order.policies().keySet()).containsExactly(1, 2);
        SortedMap<Integer, Policy> fit = order.policies(ClassList.of(List.of("dog", "cat")));
        assertThat(fit.keySet()).containsExactly(1);
        assertThat(fit.get(1).mode()).isEqualTo(Mode.SHADOW);
        assertThat(fit.get(1).classes()).containsOnlyKeys(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json | is not a JSON object",
                "{\"hash\":\"0f\",\"coverage\":[]} | 'snapshot' is missing",
                "{\"snapshot\":\"1.x\",\"hash\":\"0f\",\"coverage\":[]} | '1.x' is not a snapshot version",
                "{\"snapshot\":\"1.1\",\"hash\":7,\"coverage\":[]} | 'hash' must be a text",
                "{\"snapshot\":\"1.1\",\"hash\":\"0f\",\"coverage\":[{\"partition\":0,\"arrived\":1,\"judged\":2}]} | judged 2",
                "{\"sample_id\":\"1\",\"presentation\":0,\"partition\":0,\"sequence\":\"x\",\"snapshot\":null,\"policy\":1,\"gates\":[]} | 'sequence' must be a whole number",
                "{\"sample_id\":\"1\",\"presentation\":0,\"partition\":0,\"sequence\":1,\"snapshot\":null,\"policy\":1,\"gates\":[\"MOON\"]} | MOON",
            })
    void shouldNameTheLineWhenItIsBad(String line, String message) {
        assertThatThrownBy(() -> read("\n" + line + "\n"))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("order.jsonl line 2: ")
                .hasMessageContaining(message);
    }

    private RecordedOrder read(String text) throws IOException {
        return RecordedOrderFile.read(Files.writeString(folder.resolve("order.jsonl"), text));
    }
}
