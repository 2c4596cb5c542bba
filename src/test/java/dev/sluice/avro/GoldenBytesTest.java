package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of one record of each kind, written down. They were made with another Avro library (Python's) from the frozen
 * schemas, and looked through by hand. A test that fails here means that everything on disk has changed its meaning:
 * freeze a new version of the schemas instead of changing these.
 */
class GoldenBytesTest {

    static Stream<SpecificRecord> records() {
        return CodecsTest.records();
    }

    @ParameterizedTest
    @MethodSource("records")
    <T extends SpecificRecord> void shouldWriteTheBytesThatWereWrittenDown(T record) throws Exception {
        String golden = golden(record);
        assumeTrue(
                SchemaHistory.of(record.getSchema()).currentVersion() == 1,
                record.getSchema().getName() + " has a newer schema: only reading is promised");

        assertThat(hex(codec(record).encode(record))).isEqualTo(header(record) + golden);
        assertThat(hex(new RecordEncoder<T>(258, record.getSchema()).encode(record)))
                .isEqualTo("0000000102" + golden);
    }

    @ParameterizedTest
    @MethodSource("records")
    <T extends SpecificRecord> void shouldReadTheBytesThatWereWrittenDown(T record) throws Exception {
        byte[] stored = HexFormat.of().parseHex(header(record) + golden(record));

        assertThat(codec(record).decode(stored)).isEqualTo(record);
    }

    @SuppressWarnings("unchecked")
    private static <T extends SpecificRecord> ControlCodec<T> codec(T record) {
        return new ControlCodec<>((Class<T>) record.getClass());
    }

    /** Avro's single-object header, as its specification has it: a marker and the fingerprint, little end first. */
    private static String header(SpecificRecord record) {
        long fingerprint = SchemaNormalization.parsingFingerprint64(
                SchemaHistory.of(record.getSchema()).schema(1));
        return "c301"
                + hex(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(fingerprint)
                        .array());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String golden(SpecificRecord record) throws IOException {
        String path = "/golden/v1/" + record.getClass().getSimpleName() + ".hex";
        try (InputStream lines = GoldenBytesTest.class.getResourceAsStream(path)) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .collect(Collectors.joining());
        }
    }
}
