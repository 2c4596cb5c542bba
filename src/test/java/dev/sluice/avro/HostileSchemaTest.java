package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Schemas and bytes that somebody made to hurt. Whoever may write to the input topics and register a schema can send them, so
 * each must cost little, load nothing, and come out as a letter that a person understands.
 */
class HostileSchemaTest {

    private static final String OURS =
            "{\"name\":\"sample_id\",\"type\":\"string\"},{\"name\":\"label\",\"type\":\"int\"}";

    private final MemoryRegistry registry = new MemoryRegistry();
    private final RecordDecoder<Sample> decoder = new RecordDecoder<>(registry, Sample.class);

    @Test
    void shouldLeaveOurOwnSchemasFarWithinTheLimits() {
        for (Class<?> type : TrustedRecords.classes()) {
            if (SpecificRecord.class.isAssignableFrom(type)) {
                Schema schema = RecordSchemas.of(type.asSubclass(SpecificRecord.class));
                Schema fiftyTimes = Schema.createRecord("Fifty", null, "test", false);
                fiftyTimes.setFields(IntStream.range(0, 50)
                        .mapToObj(i -> new Schema.Field("f" + i, schema))
                        .toList());
                assertThat(SchemaLimits.breach(fiftyTimes)).isEmpty();
            }
        }
    }

    @Test
    void shouldAllowARecordWithinItselfByWayOfAUnion() throws Exception {
        String text = record("{\"name\":\"extra\",\"type\":{\"type\":\"record\",\"name\":\"Chain\",\"fields\":"
                + "[{\"name\":\"next\",\"type\":[\"null\",\"Chain\"]}]}}");
        assertThat(decoder.decode(value(text, out -> {
                            out.writeString("s-1");
                            out.writeInt(2);
                            out.writeIndex(1);
                            out.writeIndex(0);
                        }))
                        .getSampleId())
                .isEqualTo("s-1");
        assertLetterOrRecord(text, out -> {
            out.writeString("s-1");
            out.writeInt(2);
            for (int i = 0; i < 900_000; i++) {
                out.writeIndex(1);
            }
            out.writeIndex(0);
        });
    }

    @Test
    void shouldReadAHarmlessForeignSchema() throws Exception {
        String text = record("{\"name\":\"extra\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}");

        Sample read = decoder.decode(value(text, out -> {
            out.writeString("s-1");
            out.writeInt(2);
            out.writeArrayStart();
            out.setItemCount(2);
            out.startItem();
            out.writeString("x");
            out.startItem();
            out.writeString("y");
            out.writeArrayEnd();
        }));

        assertThat(read.getLabel()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"array\",\"items\":\"null\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Nothing\",\"fields\":[]}}",
                "{\"type\":\"array\",\"items\":{\"type\":\"fixed\",\"name\":\"Zero\",\"size\":0}}",
                "{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"R\",\"fields\":"
                        + "[{\"name\":\"n\",\"type\":\"null\"}]}}}",
            })
    void shouldRefuseListsOfElementsWithoutBytes(String type) {
        assertLetter(
                record("{\"name\":\"extra\",\"type\":" + type + "}"),
                out -> {
                    out.writeString("s-1");
                    out.writeInt(2);
                    out.writeLong(1L << 60);
                },
                "elements of no bytes");
    }

    @Test
    void shouldRefuseARecordThatMustContainItself() {
        assertLetter(
                record("{\"name\":\"extra\",\"type\":{\"type\":\"record\",\"name\":\"Russian\",\"fields\":"
                        + "[{\"name\":\"doll\",\"type\":\"Russian\"}]}}"),
                out -> {
                    out.writeString("s-1");
                    out.writeInt(2);
                },
                "contains itself");
    }

    @Test
    void shouldRefuseASchemaThatUnfoldsToMillionsOfFields() {
        StringBuilder bomb = new StringBuilder("\"int\"");
        for (int i = 0; i < 40; i++) {
            bomb.insert(0, "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[{\"name\":\"a\",\"type\":")
                    .append("},{\"name\":\"b\",\"type\":\"" + (i == 0 ? "int" : "R" + (i - 1)) + "\"}]}");
        }
        assertLetter(
                record("{\"name\":\"extra\",\"type\":" + bomb + "}"),
                out -> {
                    out.writeString("s-1");
                    out.writeInt(2);
                },
                "unfolds to more than 10,000 fields");
    }

    @Test
    void shouldRefuseAHundredThousandFields() {
        String fields = IntStream.range(0, 100_000)
                .mapToObj(i -> "{\"name\":\"f" + i + "\",\"type\":\"null\"}")
                .collect(Collectors.joining(","));
        assertLetter(
                record(fields),
                out -> {
                    out.writeString("s-1");
                    out.writeInt(2);
                },
                "unfolds to more than");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 400})
    void shouldRefuseDeepNesting(int depth) {
        assertLetter(
                record("{\"name\":\"extra\",\"type\":" + "{\"type\":\"array\",\"items\":".repeat(depth) + "\"int\""
                        + "}".repeat(depth) + "}"),
                out -> {
                    out.writeString("s-1");
                    out.writeInt(2);
                    out.writeLong(0);
                },
                "nested deeper than 100");
    }

    /** An unbounded walk through a list whose blocks say that they are skipped backwards. */
    @ParameterizedTest
    @ValueSource(longs = {-1, -2, -3, -8, -11, -20, Integer.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40})
    void shouldNotBeLedBackwards(long skip) {
        assertLetter(
                record("{\"name\":\"extra\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}"),
                out -> {
                    out.writeString("s-1");
                    out.writeInt(2);
                    out.writeLong(-1);
                    out.writeLong(skip);
                },
                "");
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -(1L << 31)})
    void shouldNotAllocateWhatACountClaims(long count) {
        for (String type : new String[] {"float", "string", "bytes"}) {
            assertLetter(
                    record("{\"name\":\"features\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"float\"}]},"
                            + "{\"name\":\"extra\",\"type\":{\"type\":\"array\",\"items\":\"" + type + "\"}}"),
                    out -> {
                        out.writeString("s-1");
                        out.writeInt(2);
                        out.writeIndex(1);
                        out.writeLong(count);
                        out.writeLong(0);
                    },
                    "");
            assertLetter(
                    record("{\"name\":\"extra\",\"type\":{\"type\":\"map\",\"values\":\"" + type + "\"}}"),
                    out -> {
                        out.writeString("s-1");
                        out.writeInt(2);
                        out.writeLong(count);
                        out.writeLong(1);
                    },
                    "");
        }
    }

    @Test
    void shouldLoadNoClassThatASchemaNames() throws Exception {
        String gadget = "dev.sluice.avro.Gadget";
        String text = record("{\"name\":\"attributes\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"string\","
                + "\"avro.java.string\":\"String\",\"java-class\":\"" + gadget + "\"},\"java-key-class\":\"" + gadget
                + "\"}},{\"name\":\"extra\",\"type\":{\"type\":\"record\",\"namespace\":\"dev.sluice.avro\","
                + "\"name\":\"Gadget\",\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"bytes\","
                + "\"logicalType\":\"decimal\",\"precision\":4,\"java-class\":\"" + gadget + "\"}}]}},"
                + "{\"name\":\"payload_ref\",\"type\":[\"null\",{\"type\":\"string\",\"java-class\":\"" + gadget
                + "\",\"logicalType\":\"" + gadget + "\"}]}");

        Throwable thrown = catchThrowable(() -> decoder.decode(value(text, out -> {
            out.writeString("s-1");
            out.writeInt(2);
            out.writeMapStart();
            out.setItemCount(1);
            out.startItem();
            out.writeString("k");
            out.writeString("v");
            out.writeMapEnd();
            out.writeBytes(new byte[] {1});
            out.writeIndex(1);
            out.writeString("ref");
        })));

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(BadRecordException.class);
        }
        assertThat(System.getProperty("sluice.test.gadget"))
                .as("the class was loaded")
                .isNull();
    }

    /** Records that bear the names of ours and are something else. */
    @Test
    void shouldTakeANameForNoMoreThanAName() throws Exception {
        String text = "{\"type\":\"record\",\"name\":\"Sample\",\"namespace\":\"dev.sluice.avro\",\"fields\":[" + OURS
                + ",{\"name\":\"source\",\"type\":{\"type\":\"record\",\"name\":\"Decision\",\"fields\":"
                + "[{\"name\":\"route\",\"type\":\"int\"}]}}]}";
        assertLetter(
                text,
                out -> {
                    out.writeString("s-1");
                    out.writeInt(2);
                    out.writeInt(7);
                },
                "source");
        assertLetter(
                "{\"type\":\"enum\",\"name\":\"Sample\",\"namespace\":\"dev.sluice.avro\",\"symbols\":[\"A\"]}",
                out -> out.writeEnum(0),
                "");
        assertLetter("\"string\"", out -> out.writeString("s-1"), "");
    }

    /** Random schemas of random shape, with random bytes: a record or a letter, quickly and with little memory. */
    @Test
    void shouldSurviveRandomSchemas() {
        Random random = new Random(20_261_124);
        for (int i = 0; i < 400; i++) {
            RandomType types = new RandomType(random);
            String text = record("{\"name\":\"extra\",\"type\":" + types.type(4) + "}");
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            assertLetterOrRecord(text, out -> {
                out.writeString("s-1");
                out.writeInt(2);
                out.writeFixed(noise);
            });
        }
    }

    private static final class RandomType {
        private final Random random;
        private int names;

        RandomType(Random random) {
            this.random = random;
        }

        String type(int depth) {
            String[] plain = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"};
            if (depth == 0 || random.nextInt(4) == 0) {
                return "\"" + plain[random.nextInt(plain.length)] + "\"";
            }
            return switch (random.nextInt(4)) {
                case 0 -> "{\"type\":\"array\",\"items\":" + type(depth - 1) + "}";
                case 1 -> "{\"type\":\"map\",\"values\":" + type(depth - 1) + "}";
                case 2 -> "[\"null\",{\"type\":\"array\",\"items\":" + type(depth - 1) + "}]";
                default -> {
                    String name = "N" + names++;
                    yield "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":["
                            + field("a", depth) + "," + field("b", depth)
                            + (random.nextBoolean() ? ",{\"name\":\"more\",\"type\":[\"null\",\"" + name + "\"]}" : "")
                            + "]}";
                }
            };
        }

        private String field(String name, int depth) {
            return "{\"name\":\"" + name + "\",\"type\":" + type(depth - 1) + "}";
        }
    }

    private interface Writing {
        void to(BinaryEncoder out) throws IOException;
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"Sample\",\"fields\":[" + OURS + "," + fields + "]}";
    }

    private byte[] value(String schema, Writing writing) throws Exception {
        int id = registry.hostile(schema);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(4).putInt(id).array());
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        writing.to(out);
        out.flush();
        return bytes.toByteArray();
    }

    private void assertLetter(String schema, Writing writing, String detail) {
        Throwable thrown = read(schema, writing);
        assertThat(thrown).isInstanceOfSatisfying(BadRecordException.class, bad -> {
            assertThat(bad.detail()).contains(detail).doesNotContain("\n").hasSizeLessThan(700);
            assertThat(bad.letterCause()).isIn(LetterCause.TRUNCATED, LetterCause.INCOMPATIBLE_SCHEMA);
        });
    }

    private void assertLetterOrRecord(String schema, Writing writing) {
        Throwable thrown = read(schema, writing);
        if (thrown != null) {
            assertThat(thrown).as(schema).isInstanceOf(BadRecordException.class);
        }
    }

    private Throwable read(String schema, Writing writing) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> {
                    byte[] value = value(schema, writing);
                    long before = memory.getCurrentThreadAllocatedBytes();
                    Throwable thrown = catchThrowable(() -> decoder.decode(value));
                    assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                            .as("bytes allocated")
                            .isLessThan(64 << 20);
                    return thrown;
                },
                () -> "hangs on " + (schema.length() > 500 ? schema.substring(0, 500) : schema));
    }
}
