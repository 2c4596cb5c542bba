package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged values: whatever comes, it is a record or a fault of the data, and costs about what its bytes cost. */
class DecoderFuzzTest {

    private static final int MUTANTS = 4_000;
    private static final long SEED = 20_261_123;

    static java.util.stream.Stream<SpecificRecord> records() {
        return CodecsTest.records();
    }

    @ParameterizedTest
    @MethodSource("records")
    @SuppressWarnings("unchecked")
    <T extends SpecificRecord> void shouldSurviveDamage(T record) throws Exception {
        Class<T> type = (Class<T>) record.getClass();
        MemoryRegistry registry = new MemoryRegistry();
        byte[] valid = RecordEncoder.forTopic(registry, "topic", type).encode(record);
        RecordEncoder.forTopic(registry, "other", Leftover.class);
        RecordDecoder<T> decoder = new RecordDecoder<>(registry, type);
        ControlCodec<T> control = new ControlCodec<>(type);
        byte[] validControl = control.encode(record);
        Random random = new Random(SEED);
        Map<LetterCause, Integer> causes = new EnumMap<>(LetterCause.class);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decoder.decode(valid);

        long most = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(i % 2 == 0 ? valid : validControl, random);
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                if (i % 2 == 0) {
                    decoder.decode(mutant);
                } else {
                    control.decode(mutant);
                }
            } catch (BadRecordException bad) {
                causes.merge(bad.letterCause(), 1, Integer::sum);
            } catch (UnknownSchemaException unknown) {
                causes.merge(LetterCause.UNKNOWN_SCHEMA, 1, Integer::sum);
            } catch (Throwable wrong) {
                fail("seed " + SEED + ", mutant " + i + ": " + HexFormat.of().formatHex(mutant), wrong);
            }
            most = Math.max(most, memory.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(most)
                .as("bytes allocated for one value of about %d bytes", valid.length)
                .isLessThan(1 << 20);
        assertThat(causes)
                .containsKeys(LetterCause.TRUNCATED, LetterCause.INCOMPATIBLE_SCHEMA, LetterCause.WRONG_MAGIC);
    }

    private static byte[] mutate(byte[] valid, Random random) {
        byte[] mutant = valid.clone();
        int wounds = 1 + random.nextInt(3);
        for (int i = 0; i < wounds; i++) {
            // A quarter of the wounds in the head, which is a small part of a large record.
            int reach = random.nextInt(4) == 0 ? Math.min(8, mutant.length) : mutant.length;
            int at = random.nextInt(Math.max(1, reach));
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                case 3 -> mutant = Arrays.copyOf(mutant, mutant.length + random.nextInt(20));
                // The largest lengths that a varint can say.
                case 4 -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 1 + random.nextInt(9)), (byte) 0xff);
                default -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 4), (byte) 0);
            }
        }
        return mutant;
    }
}
