package dev.sluice.avro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Freezes the schemas in the code as a release: {@code FreezeSchemas 2} writes {@code schemas/history/v2}, one file a
 * record, each whole (nothing refers to another file). Then set {@code SchemaHistory.RELEASED}. Refuses to write over a
 * version that is there.
 */
public final class FreezeSchemas {

    private FreezeSchemas() {}

    /** Records that stand in a topic or a store by themselves. */
    static final List<Class<?>> RECORDS = List.of(
            CleanSample.class,
            Decision.class,
            Leftover.class,
            Logits.class,
            Policy.class,
            QuarantinedSample.class,
            Sample.class,
            Snapshot.class,
            SnapshotChunk.class,
            SnapshotEnd.class,
            TallyRow.class);

    public static void main(String[] args) throws IOException {
        Path directory = Path.of("schemas", "history", "v" + Integer.parseInt(args[0]));
        if (Files.exists(directory)) {
            throw new IOException(directory + " is there already: a released schema never changes");
        }
        Files.createDirectories(directory);
        for (Class<?> type : RECORDS) {
            Schema schema = new Schema.Parser().parse(RegistryConfig.portableText(RecordSchemas.of(type)));
            Files.writeString(directory.resolve(type.getSimpleName() + ".avsc"), schema.toString(true) + "\n");
        }
    }
}
