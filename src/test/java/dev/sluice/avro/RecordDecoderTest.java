package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way in which bytes can be wrong has one cause, and a detail that a person understands. */
class RecordDecoderTest {

    private final MemoryRegistry registry = new MemoryRegistry();
    private RecordDecoder<Logits> decoder;
    private RecordEncoder<Logits> encoder;

    @BeforeEach
    void setUp() throws Exception {
        encoder = RecordEncoder.forTopic(registry, "q.logits", Logits.class);
        decoder = new RecordDecoder<>(registry, Logits.class);
    }

    @Test
    void shouldSayWrongMagicWhenTheValueIsEmpty() {
        assertBad(() -> decoder.decode(new byte[0]), LetterCause.WRONG_MAGIC, "the value is empty");
    }

    @Test
    void shouldSayWrongMagicWhenTheFirstByteIsNotZero() {
        assertBad(() -> decoder.decode("{}".getBytes()), LetterCause.WRONG_MAGIC, "the first byte is 0x7b ('{')");
        assertBad(() -> decoder.decode(new byte[] {(byte) 0xff}), LetterCause.WRONG_MAGIC, "the first byte is 0xff;");
    }

    @Test
    void shouldSayTruncatedWhenThereIsNoRoomForASchemaId() {
        assertBad(() -> decoder.decode(new byte[] {0, 0, 0, 1}), LetterCause.TRUNCATED, "has 4 bytes");
    }

    @Test
    void shouldSayTruncatedWhereverAValidValueIsCut() {
        byte[] whole = encoder.encode(Records.logits());

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertBad(() -> decoder.decode(cut), LetterCause.TRUNCATED, "");
        }
    }

    @Test
    void shouldNameSchemaAndLengthWhenTruncated() {
        byte[] cut = Arrays.copyOf(encoder.encode(Records.logits()), 12);

        assertBad(
                () -> decoder.decode(cut),
                LetterCause.TRUNCATED,
                "ends before the record does: 12 bytes, read with schema id 1 (dev.sluice.avro.Logits)");
    }

    @Test
    void shouldSayIncompatibleWhenBytesAreLeftOver() {
        byte[] whole = encoder.encode(Records.logits());

        assertBad(
                () -> decoder.decode(Arrays.copyOf(whole, whole.length + 3)),
                LetterCause.INCOMPATIBLE_SCHEMA,
                "3 of " + (whole.length + 3) + " bytes are left after the record");
    }

    @Test
    void shouldSayIncompatibleWhenAFieldIsMissing() throws Exception {
        Schema foreign = SchemaBuilder.record("Logits")
                .namespace("dev.sluice.avro")
                .fields()
                .requiredString("sample_id")
                .endRecord();

        assertBad(
                () -> decoder.decode(foreign(foreign, record(foreign, "sample_id", "s-1"))),
                LetterCause.INCOMPATIBLE_SCHEMA,
                "cannot be read as dev.sluice.avro.Logits: field model_id is missing; field logits is missing");
    }

    @Test
    void shouldNameFieldAndTypesWhenAFieldIsOfAnotherType() throws Exception {
        Schema foreign = SchemaBuilder.record("Logits")
                .namespace("dev.sluice.avro")
                .fields()
                .requiredString("sample_id")
                .requiredString("model_id")
                .name("logits")
                .type()
                .array()
                .items()
                .doubleType()
                .noDefault()
                .endRecord();
        GenericRecord record = new GenericRecordBuilder(foreign)
                .set("sample_id", "s-9")
                .set("model_id", "main")
                .set("logits", List.of(1.0))
                .build();

        assertBad(
                () -> decoder.decode(foreign(foreign, record)),
                LetterCause.INCOMPATIBLE_SCHEMA,
                "cannot be read as dev.sluice.avro.Logits: field logits needs float, found double");
    }

    @Test
    void shouldSayIncompatibleWhenAnotherRecordWasSentHere() throws Exception {
        RecordEncoder<Sample> samples = RecordEncoder.forTopic(registry, "q.samples", Sample.class);

        assertBad(
                () -> decoder.decode(samples.encode(Records.sample())),
                LetterCause.INCOMPATIBLE_SCHEMA,
                "schema id 2 (dev.sluice.avro.Sample) cannot be read as dev.sluice.avro.Logits");
    }

    @Test
    void shouldSayIncompatibleWhenAUnionBranchDoesNotExist() throws Exception {
        RecordEncoder<Sample> samples = RecordEncoder.forTopic(registry, "q.samples", Sample.class);
        RecordDecoder<Sample> decoder = new RecordDecoder<>(registry, Sample.class);
        byte[] value = samples.encode(Records.sample());
        // 00 | id | 06 's-1' | 06 label | 02: branch 1 of payload
        assertThat(value[10]).isEqualTo((byte) 2);
        value[10] = 14;

        assertBad(
                () -> decoder.decode(value),
                LetterCause.INCOMPATIBLE_SCHEMA,
                "the bytes do not follow schema id 2 (dev.sluice.avro.Sample), which they name");
    }

    @Test
    void shouldRefuseHostileLengthsWithoutAllocatingThem() {
        for (long length : new long[] {1 << 20, Integer.MAX_VALUE - 9, 1L << 33, 1L << 62, Long.MAX_VALUE}) {
            byte[] string = wire(1, out -> out.writeLong(length));
            byte[] array = wire(1, out -> {
                out.writeString("s-1");
                out.writeString("main");
                out.writeString("1");
                out.writeLong(length);
                out.writeFloat(1);
            });
            assertBad(() -> decoder.decode(string), LetterCause.TRUNCATED, "");
            assertBad(() -> decoder.decode(array), LetterCause.TRUNCATED, "");
        }
    }

    @Test
    void shouldSayIncompatibleWhenALengthIsNegative() {
        byte[] value = wire(1, out -> out.writeLong(-5));

        assertBad(() -> decoder.decode(value), LetterCause.INCOMPATIBLE_SCHEMA, "negative: -5");
    }

    @Test
    void shouldReadWhatOtherSchemasWriteWhenTheyResolve() throws Exception {
        Schema foreign = SchemaBuilder.record("Logits")
                .namespace("com.example")
                .fields()
                .requiredDouble("temperature")
                .requiredString("model_id")
                .requiredString("sample_id")
                .name("logits")
                .type()
                .array()
                .items()
                .intType()
                .noDefault()
                .endRecord();
        GenericRecord record = new GenericRecordBuilder(foreign)
                .set("temperature", 1.0)
                .set("model_id", "main")
                .set("sample_id", "s-9")
                .set("logits", List.of(1, -2))
                .build();

        Logits read = decoder.decode(foreign(foreign, record));

        assertThat(read.getSampleId()).isEqualTo("s-9");
        assertThat(PrimitiveLists.floats(read.getLogits())).containsExactly(1f, -2f);
        assertThat(read.getModelVersion()).as("default").isEqualTo("1");
        assertThat(read.getOutOfSample()).as("default").isFalse();
    }

    @Test
    void shouldPassUnknownIdsAndOutagesThrough() {
        byte[] unknown = wire(99, out -> out.writeLong(0));
        assertThatThrownBy(() -> decoder.decode(unknown)).isInstanceOf(UnknownSchemaException.class);

        registry.away(true);
        assertThatThrownBy(() -> decoder.decode(unknown)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldNotNeedTheRegistryForAnIdThatItKnows() throws Exception {
        decoder.decode(encoder.encode(Records.logits()));
        int asked = registry.questions();
        registry.away(true);

        assertThat(decoder.decode(encoder.encode(Records.logits()))).isEqualTo(Records.logits());
        assertThat(registry.questions()).isEqualTo(asked);
    }

    @Test
    void shouldGiveRecordsThatDoNotShareAnything() throws Exception {
        Logits first = decoder.decode(encoder.encode(Records.logits()));
        Logits other = Records.logits();
        other.setLogits(PrimitiveLists.list(9f, 9f, 9f));
        decoder.decode(encoder.encode(other));

        assertThat(first).isEqualTo(Records.logits());
    }

    private interface Writing {
        void to(BinaryEncoder out) throws Exception;
    }

    private static byte[] wire(int id, Writing writing) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(0);
            bytes.write(ByteBuffer.allocate(4).putInt(id).array());
            BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
            writing.to(out);
            out.flush();
            return bytes.toByteArray();
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    private byte[] foreign(Schema schema, GenericRecord record) throws Exception {
        int id = registry.register("foreign", schema);
        return wire(id, out -> new GenericDatumWriter<GenericRecord>(schema).write(record, out));
    }

    private static GenericRecord record(Schema schema, String field, Object value) {
        return new GenericRecordBuilder(schema).set(field, value).build();
    }

    private static void assertBad(ThrowingCallable decoding, LetterCause cause, String detail) {
        assertThatThrownBy(decoding).isInstanceOfSatisfying(BadRecordException.class, bad -> {
            assertThat(bad.letterCause()).as(bad.detail()).isEqualTo(cause);
            assertThat(bad.detail()).contains(detail).doesNotContain("\n");
        });
    }
}
