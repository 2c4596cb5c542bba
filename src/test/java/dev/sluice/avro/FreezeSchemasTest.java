package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Freezing a release, into a temporary place. To freeze one for good:
 *
 * <pre>./mvnw -q -B test -Dtest=FreezeSchemasTest -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.freeze=v2</pre>
 */
class FreezeSchemasTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldWriteSchemasAndGoldenBytesThatCanBeReadBack() throws Exception {
        Optional<String> asked = Optional.ofNullable(System.getProperty("sluice.freeze"));
        Path history = asked.isPresent() ? GoldenRecord.HISTORY : temporary;
        int version = Integer.parseInt(asked.orElse("v1").replaceFirst("^v", ""));

        FreezeSchemas.freeze(history, version);

        List<GoldenRecord> frozen = GoldenRecord.of(history, version);
        assertThat(frozen)
                .extracting(golden -> golden.schema().getName())
                .containsExactlyElementsOf(FreezeSchemas.RECORDS.stream()
                        .map(Class::getSimpleName)
                        .sorted()
                        .toList());
        for (GoldenRecord golden : frozen) {
            assertThat(golden.bytes()).isEqualTo(GoldenRecord.write(golden.value()));
            SpecificRecord ours = FreezeSchemas.records().stream()
                    .filter(record ->
                            record.getSchema().getName().equals(golden.schema().getName()))
                    .findAny()
                    .orElseThrow();
            assertThat(golden.value()).isEqualTo(GoldenRecord.as(ours, golden.schema()));
        }
    }

    @Test
    void shouldRefuseToWriteOverARelease() throws Exception {
        FreezeSchemas.freeze(temporary, 1);
        byte[] before = Files.readAllBytes(temporary.resolve("v1").resolve("Sample.avsc"));

        assertThatThrownBy(() -> FreezeSchemas.freeze(temporary, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> FreezeSchemas.freeze(temporary, 3)).hasMessageContaining("there is no v2");
        assertThatThrownBy(() -> FreezeSchemas.freeze(temporary, 2))
                .hasMessage("nothing has changed since v1: there is nothing to freeze");
        assertThat(temporary.resolve("v1").resolve("Sample.avsc")).hasBinaryContent(before);
        assertThat(temporary.resolve("v2")).doesNotExist();
    }

    /** A field at its default would pin nothing: the bytes of every release are those of records with all fields set. */
    @Test
    void shouldSetEveryFieldOfTheRecordsThatAreFrozen() {
        FreezeSchemas.records().forEach(FreezeSchemasTest::assertSet);
        assertThat(FreezeSchemas.records().stream().<Class<?>>map(Object::getClass))
                .containsExactlyElementsOf(FreezeSchemas.RECORDS);
    }

    private static void assertSet(SpecificRecord record) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (field.hasDefaultValue()) {
                assertThat(value)
                        .as("%s.%s, to be set in Records", record.getSchema().getName(), field.name())
                        .isNotEqualTo(SpecificData.get().getDefaultValue(field));
            }
            for (Object inner : value instanceof List<?> list ? list : List.of(value)) {
                if (inner instanceof SpecificRecord nested) {
                    assertSet(nested);
                }
            }
        }
    }
}
