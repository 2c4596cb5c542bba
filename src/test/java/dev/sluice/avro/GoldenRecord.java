package dev.sluice.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record of a release, as it was written down.
 *
 * @param version of the release
 * @param schema of that release
 * @param value what it says
 * @param bytes its Avro binary
 */
record GoldenRecord(int version, Schema schema, GenericRecord value, byte[] bytes) {

    static {
        TrustedRecords.allow();
    }

    /** Where the releases are. */
    static final Path HISTORY = Path.of("schemas", "history");

    /** Numbers of all releases, oldest first. */
    static List<Integer> versions() {
        try (Stream<Path> all = Files.list(HISTORY)) {
            return all.map(release ->
                            Integer.parseInt(release.getFileName().toString().substring(1)))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All of a release, by name. */
    static List<GoldenRecord> of(Path history, int version) {
        Path release = history.resolve("v" + version);
        try (Stream<Path> all = Files.list(release)) {
            return all.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted(Comparator.naturalOrder())
                    .map(file -> load(version, file))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static GoldenRecord load(int version, Path schemaFile) {
        try {
            Schema schema = new Schema.Parser().parse(schemaFile.toFile());
            Path golden = schemaFile.resolveSibling("golden");
            String json = Files.readString(golden.resolve(schema.getName() + ".json"));
            GenericRecord value = new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, json));
            String hex = Files.readAllLines(golden.resolve(schema.getName() + ".hex")).stream()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .collect(Collectors.joining());
            return new GoldenRecord(version, schema, value, HexFormat.of().parseHex(hex));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(schemaFile + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** The generated class. */
    @SuppressWarnings("unchecked")
    Class<? extends SpecificRecord> type() throws ClassNotFoundException {
        return (Class<? extends SpecificRecord>) Class.forName(schema.getFullName());
    }

    /** The bytes of a generic record by its schema. */
    static byte[] write(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    /** What a release sees of one of our records. */
    static GenericRecord as(SpecificRecord record, Schema release) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(record.getSchema(), release)
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    }

    @Override
    public String toString() {
        return "v" + version + " " + schema.getName();
    }
}
