package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our plain reader and writer against Avro's own: the same records, the same bytes, the same opinion of damage. */
class PlainReaderTest {

    private static final long SEED = 7;

    static Stream<SpecificRecord> records() {
        return CodecsTest.records();
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldWriteWhatAvroWrites(SpecificRecord record) throws Exception {
        assertThat(new AvroOutput<>(new byte[0], record.getSchema()).write(record))
                .isEqualTo(avroBytes(record));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldJudgeDamageAsAvroDoes(SpecificRecord record) throws Exception {
        byte[] valid = avroBytes(record);
        Random random = new Random(SEED);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = Arrays.copyOf(valid, valid.length);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);

            SpecificRecord ours = ours(record.getSchema(), bytes);
            assertThat(ours)
                    .as("seed %d: %s", SEED, HexFormat.of().formatHex(bytes))
                    .isEqualTo(avros(record.getSchema(), bytes));
            if (ours == null) {
                refused++;
            } else {
                read++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void shouldReadListsThatComeInSeveralBlocks() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        out.writeString("s-1");
        out.writeString("main");
        out.writeString("1");
        out.writeLong(2);
        out.writeFloat(1);
        out.writeFloat(2);
        // A negative count says how many bytes the block has.
        out.writeLong(-1);
        out.writeLong(4);
        out.writeFloat(3);
        out.writeLong(0);
        out.writeBoolean(true);
        out.writeInt(0);
        out.flush();

        Logits read = (Logits) ours(Logits.getClassSchema(), bytes.toByteArray());

        assertThat(PrimitiveLists.floats(read.getLogits())).containsExactly(1, 2, 3);
    }

    @Test
    void shouldNameTheFieldThatCannotBeWritten() {
        Logits nameless = Records.logits();
        nameless.setModelId(null);

        assertThatThrownBy(() -> new RecordEncoder<Logits>(1, Logits.getClassSchema()).encode(nameless))
                .isInstanceOf(AvroTypeException.class)
                .hasMessage("Logits.model_id cannot be null");
    }

    @Test
    void shouldNotReadPlainlyWhatAnotherSchemaWrote() {
        assertThat(PlainReader.reads(
                        new Schema.Parser().parse(RegistryConfig.portableText(Logits.getClassSchema())),
                        Logits.getClassSchema()))
                .as("docs and marks for Java do not matter")
                .isTrue();
        assertThat(PlainReader.reads(Sample.getClassSchema(), Logits.getClassSchema()))
                .isFalse();
    }

    private static SpecificRecord ours(Schema schema, byte[] bytes) {
        try {
            return new PlainReader<>(schema).read(DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException | RuntimeException refused) {
            return null;
        }
    }

    private static SpecificRecord avros(Schema schema, byte[] bytes) {
        try {
            return new SpecificDatumReader<SpecificRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException | RuntimeException refused) {
            return null;
        }
    }

    private static byte[] avroBytes(SpecificRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, out);
        out.flush();
        return bytes.toByteArray();
    }
}
