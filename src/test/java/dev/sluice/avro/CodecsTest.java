package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record comes back from every codec as it went in. */
class CodecsTest {

    static Stream<SpecificRecord> records() {
        return FreezeSchemas.records().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    <T extends SpecificRecord> void shouldComeBackFromTheWire(T record) throws Exception {
        Class<T> type = typeOf(record);
        MemoryRegistry registry = new MemoryRegistry();
        RecordEncoder<T> encoder = RecordEncoder.forTopic(registry, "topic", type);
        RecordDecoder<T> decoder = new RecordDecoder<>(registry, type);

        assertThat(decoder.decode(encoder.encode(record))).isEqualTo(record);
        assertThat(decoder.decode(encoder.encode(record)))
                .as("with everything reused")
                .isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    <T extends SpecificRecord> void shouldComeBackFromAControlTopic(T record) throws Exception {
        ControlCodec<T> codec = new ControlCodec<>(typeOf(record));

        assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }

    @Test
    void shouldHoldFloatsAsPrimitivesWhenDecoded() throws Exception {
        ControlCodec<Logits> codec = new ControlCodec<>(Logits.class);

        Logits decoded = codec.decode(codec.encode(Records.logits()));

        assertThat(decoded.getLogits()).isInstanceOf(FloatArray.class);
        assertThat(PrimitiveLists.floats(decoded.getLogits())).containsExactly(1.5f, -2f, 0.25f);
    }

    @Test
    void shouldRefuseAControlRecordOfAnotherEncoding() {
        ControlCodec<Policy> codec = new ControlCodec<>(Policy.class);
        byte[] foreign = new ControlCodec<>(Logits.class).encode(Records.logits());

        assertThatThrownBy(() -> codec.decode("{}".getBytes()))
                .isInstanceOfSatisfying(
                        BadRecordException.class,
                        bad -> assertThat(bad.letterCause()).isEqualTo(LetterCause.WRONG_MAGIC));
        assertThatThrownBy(() -> codec.decode(foreign))
                .isInstanceOfSatisfying(
                        BadRecordException.class,
                        bad -> assertThat(bad.letterCause()).isEqualTo(LetterCause.UNKNOWN_SCHEMA));
    }

    @SuppressWarnings("unchecked")
    private static <T extends SpecificRecord> Class<T> typeOf(T record) {
        return (Class<T>) record.getClass();
    }
}
