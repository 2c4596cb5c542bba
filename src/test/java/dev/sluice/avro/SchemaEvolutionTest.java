package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever was released reads what we write now, and we read whatever was released. */
class SchemaEvolutionTest {

    static final List<Class<?>> RECORDS = FreezeSchemas.RECORDS;

    @ParameterizedTest
    @FieldSource("RECORDS")
    void shouldReadEveryReleaseAndBeReadByIt(Class<?> type) {
        Schema current = RecordSchemas.of(type);
        SchemaHistory history = SchemaHistory.of(current);

        // A record that is newer than the last release has no history yet.
        if (Files.exists(Path.of("schemas", "history", "v" + SchemaHistory.RELEASED, type.getSimpleName() + ".avsc"))) {
            assertThat(history.byVersion()).containsKey(SchemaHistory.RELEASED);
        } else {
            assertThat(history.byVersion()).containsOnlyKeys(SchemaHistory.RELEASED + 1);
        }
        history.byVersion().forEach((version, released) -> assertCompatible(current, released, "v" + version));
    }

    @ParameterizedTest
    @FieldSource("RECORDS")
    void shouldDocumentEveryField(Class<?> type) {
        for (Schema.Field field : RecordSchemas.of(type).getFields()) {
            assertThat(field.doc())
                    .as("%s.%s", type.getSimpleName(), field.name())
                    .isNotBlank();
        }
    }

    @Test
    void shouldKnowEveryFrozenDirectory() throws Exception {
        try (Stream<Path> directories = Files.list(Path.of("schemas", "history"))) {
            assertThat(directories.map(directory -> directory.getFileName().toString()))
                    .hasSize(SchemaHistory.RELEASED)
                    .contains("v" + SchemaHistory.RELEASED);
        }
    }

    @Test
    void shouldCallTheSchemaInTheCodeByItsReleaseWhileItIsTheSame() {
        Schema current = RecordSchemas.of(Logits.class);

        assertThat(SchemaHistory.of(current).currentVersion()).isEqualTo(SchemaHistory.RELEASED);
        Schema grown = changed("\"fields\":[", "\"fields\":[{\"name\":\"more\",\"type\":\"int\",\"default\":0},");
        assertThat(SchemaHistory.of(grown).currentVersion()).isEqualTo(SchemaHistory.RELEASED + 1);
        assertThat(SchemaHistory.of(grown).schemas()).hasSize(SchemaHistory.RELEASED + 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a field that was removed     | {\"name\":\"sample_id\",\"type\":\"string\" | {\"name\":\"other\",\"type\":\"string\",\"default\":\"\"",
                "a new field without default  | \"fields\":[ | \"fields\":[{\"name\":\"more\",\"type\":\"int\"},",
                "a narrower type              | \"items\":\"float\" | \"items\":\"int\"",
                "a wider type                 | \"items\":\"float\" | \"items\":\"double\"",
                "another name                 | \"name\":\"Logits\" | \"name\":\"Scores\""
            })
    void shouldNoticeAPlantedChange(String what, String from, String to) {
        Schema released = SchemaHistory.of(RecordSchemas.of(Logits.class)).schema(1);
        Schema planted = changed(from, to);

        assertThatThrownBy(() -> assertCompatible(planted, released, "v1")).isInstanceOf(AssertionError.class);
    }

    @Test
    void shouldNotMindANewFieldWithADefault() {
        Schema released = SchemaHistory.of(RecordSchemas.of(Logits.class)).schema(1);

        assertCompatible(
                changed("\"fields\":[", "\"fields\":[{\"name\":\"more\",\"type\":\"int\",\"default\":0},"),
                released,
                "v1");
    }

    @Test
    void shouldGetByWithALaterSymbol() {
        String decision = RegistryConfig.portableText(RecordSchemas.of(Decision.class));
        Schema later = new Schema.Parser().parse(decision.replace("\"QUARANTINE\"],", "\"QUARANTINE\",\"RELABEL\"],"));
        Schema released = SchemaHistory.of(RecordSchemas.of(Decision.class)).schema(1);

        assertThat(later.getField("route").schema().getEnumSymbols()).contains("RELABEL");
        assertCompatible(later, released, "v1");
    }

    /** Every class that a schema names must be on Avro's list, or nothing of it can be read; and nothing else may be. */
    @Test
    void shouldTrustExactlyTheGeneratedClasses() throws Exception {
        try (Stream<Path> generated =
                Files.list(Path.of("target", "generated-sources", "avro", "dev", "sluice", "avro"))) {
            assertThat(TrustedRecords.classes().stream().map(Class::getSimpleName))
                    .containsExactlyInAnyOrderElementsOf(generated
                            .map(file -> file.getFileName().toString().replace(".java", ""))
                            .toList());
        }
    }

    private static Schema changed(String from, String to) {
        String text = RegistryConfig.portableText(RecordSchemas.of(Logits.class));
        assertThat(text).contains(from);
        return new Schema.Parser().parse(text.replaceFirst(java.util.regex.Pattern.quote(from), to));
    }

    private static void assertCompatible(Schema current, Schema released, String version) {
        assertReads(current, released, "reading what " + version + " wrote");
        assertReads(released, current, version + " reading what we write");
    }

    private static void assertReads(Schema reader, Schema writer, String what) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertThat(result.getType())
                .as("%s: %s", what, Incompatibilities.describe(writer, reader))
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
}
