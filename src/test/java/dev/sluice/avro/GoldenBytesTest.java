package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of one record of each kind in every release, written down in {@code schemas/history}. Those of v1 were made with
 * another Avro library (Python's) and looked through by hand. A test that fails here means that what is on disk has changed
 * its meaning: freeze a new version of the schemas instead of changing these.
 */
class GoldenBytesTest {

    static Stream<GoldenRecord> releases() {
        return GoldenRecord.versions().stream()
                .flatMap(version -> GoldenRecord.of(GoldenRecord.HISTORY, version).stream());
    }

    @Test
    void shouldHaveEveryReleaseAndEveryRecordOfIt() {
        assertThat(GoldenRecord.versions().get(GoldenRecord.versions().size() - 1))
                .isEqualTo(SchemaHistory.RELEASED);
        assertThat(GoldenRecord.of(GoldenRecord.HISTORY, 1)).hasSize(9);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void shouldWriteThoseBytesWithTheSchemaOfThatRelease(GoldenRecord golden) throws Exception {
        assertThat(hex(GoldenRecord.write(golden.value()))).isEqualTo(hex(golden.bytes()));
    }

    @ParameterizedTest
    @MethodSource("releases")
    <T extends SpecificRecord> void shouldReadThemWithTodaysSchema(GoldenRecord golden) throws Exception {
        T fromControl = this.<T>codec(golden).decode(concat(header(golden.schema()), golden.bytes()));
        T fromWire = this.<T>wire(golden).decode(concat(new byte[] {0, 0, 0, 0, 1}, golden.bytes()));

        for (T record : List.of(fromControl, fromWire)) {
            assertThat(GoldenRecord.as(record, golden.schema())).isEqualTo(golden.value());
            for (Schema.Field field : record.getSchema().getFields()) {
                if (golden.schema().getField(field.name()) == null) {
                    assertThat(record.get(field.pos()))
                            .as("%s, which %s did not have yet", field.name(), golden)
                            .isEqualTo(SpecificData.get().getDefaultValue(field));
                }
            }
        }
    }

    /** Today's own bytes, as long as the schema in the code is that of a release. */
    @ParameterizedTest
    @MethodSource("releases")
    <T extends SpecificRecord> void shouldStillWriteThemWhileTheSchemaIsTheSame(GoldenRecord golden) throws Exception {
        Schema today = RecordSchemas.of(golden.type());
        boolean same =
                SchemaNormalization.toParsingForm(today).equals(SchemaNormalization.toParsingForm(golden.schema()));
        byte[] stored = concat(header(golden.schema()), golden.bytes());
        T record = this.<T>codec(golden).decode(stored);

        byte[] control = this.<T>codec(golden).encode(record);
        byte[] wire = new RecordEncoder<T>(258, today).encode(record);

        String expected = same ? hex(golden.bytes()) : hex(GoldenRecord.write(GoldenRecord.as(record, today)));
        assertThat(hex(control)).isEqualTo(hex(header(today)) + expected);
        assertThat(hex(wire)).isEqualTo("0000000102" + expected);
    }

    @Test
    void shouldNoticeAByteThatChangedItsMeaning() throws Exception {
        for (GoldenRecord golden : releases().toList()) {
            byte[] other = golden.bytes().clone();
            other[other.length - 1] ^= 2;

            assertThatThrownBy(() ->
                            shouldReadThemWithTodaysSchema(new GoldenRecord(1, golden.schema(), golden.value(), other)))
                    .as("%s", golden)
                    .isInstanceOfAny(AssertionError.class, BadRecordException.class);
        }
    }

    @SuppressWarnings("unchecked")
    private <T extends SpecificRecord> ControlCodec<T> codec(GoldenRecord golden) throws Exception {
        return new ControlCodec<>((Class<T>) golden.type());
    }

    @SuppressWarnings("unchecked")
    private <T extends SpecificRecord> RecordDecoder<T> wire(GoldenRecord golden) throws Exception {
        MemoryRegistry registry = new MemoryRegistry();
        registry.register("topic-value", golden.schema());
        return new RecordDecoder<>(registry, (Class<T>) golden.type());
    }

    /** Avro's single-object header, as its specification has it: a marker and the fingerprint, little end first. */
    private static byte[] header(Schema schema) {
        return ByteBuffer.allocate(10)
                .put((byte) 0xc3)
                .put((byte) 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    private static byte[] concat(byte[] head, byte[] body) {
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
