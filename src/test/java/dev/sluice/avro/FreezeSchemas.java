package dev.sluice.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificRecord;

/**
 * Freezes the schemas in the code as a release, {@code schemas/history/v<n>}: each schema whole (nothing refers to another
 * file), and in {@code golden} one record of each kind, as JSON and as the bytes that it has from then on. The records are
 * those of {@link Records}, with every field set. {@link FreezeSchemasTest} says how to do it.
 */
final class FreezeSchemas {

    private FreezeSchemas() {}

    /** Records that stand in a topic or a store by themselves. */
    static final List<Class<?>> RECORDS = List.of(
            CleanSample.class,
            Decision.class,
            Leftover.class,
            Logits.class,
            Policy.class,
            PolicyAnswer.class,
            PolicyRequest.class,
            QuarantinedSample.class,
            Sample.class,
            Snapshot.class,
            SnapshotChunk.class,
            SnapshotEnd.class,
            TallyRow.class);

    /** One of each, in the same order. */
    static List<SpecificRecord> records() {
        return List.of(
                Records.clean(),
                Records.decision(),
                Records.leftover(),
                Records.logits(),
                Records.policy(),
                Records.policyAnswer(),
                Records.policyRequest(),
                Records.quarantined(),
                Records.sample(),
                Records.snapshot(),
                Records.snapshotChunk(),
                Records.snapshotEnd(),
                Records.tallyRow());
    }

    /**
     * Writes a release.
     *
     * @param history where the releases are
     * @throws IOException with what to do, if that release is there already, is not the next one, or changes nothing
     */
    static void freeze(Path history, int version) throws IOException {
        Path release = history.resolve("v" + version);
        if (Files.exists(release)) {
            throw new IOException(
                    release + " is there already: a released schema never changes, freeze the next version");
        }
        if (version > 1 && !Files.exists(history.resolve("v" + (version - 1)))) {
            throw new IOException(release + " is not the next version: there is no v" + (version - 1));
        }
        if (version > 1 && records().stream().allMatch(record -> same(record, history.resolve("v" + (version - 1))))) {
            throw new IOException("nothing has changed since v" + (version - 1) + ": there is nothing to freeze");
        }
        Path golden = Files.createDirectories(release.resolve("golden"));
        for (SpecificRecord record : records()) {
            Schema schema = portable(record);
            GenericRecord generic = GoldenRecord.as(record, schema);
            String name = schema.getName();
            Files.writeString(release.resolve(name + ".avsc"), schema.toString(true) + "\n");
            Files.writeString(golden.resolve(name + ".json"), json(generic) + "\n");
            Files.writeString(golden.resolve(name + ".hex"), hex(generic));
        }
    }

    private static boolean same(SpecificRecord record, Path before) {
        try {
            Schema frozen = new Schema.Parser()
                    .parse(before.resolve(record.getSchema().getName() + ".avsc")
                            .toFile());
            return SchemaNormalization.toParsingForm(frozen)
                    .equals(SchemaNormalization.toParsingForm(portable(record)));
        } catch (IOException isNew) {
            return false;
        }
    }

    private static Schema portable(SpecificRecord record) {
        return new Schema.Parser().parse(RegistryConfig.portableText(RecordSchemas.of(record.getClass())));
    }

    static String json(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), out, true);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** A line a field, so that a person can look it through. */
    private static String hex(GenericRecord record) throws IOException {
        StringBuilder lines = new StringBuilder(
                "# " + record.getSchema().getName() + " as Avro binary; a line a field, values in the file beside.\n");
        for (Schema.Field field : record.getSchema().getFields()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(field.schema(), GenericData.get()).write(record.get(field.pos()), encoder);
            encoder.flush();
            lines.append(HexFormat.of().formatHex(out.toByteArray()))
                    .append("  # ")
                    .append(field.name())
                    .append('\n');
        }
        return lines.toString();
    }
}
