package dev.sluice.cli;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.SnapshotRecords;
import dev.sluice.noise.Snapshot;
import dev.sluice.spec.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** One snapshot in a file, in the encoding of the snapshots topic. */
final class SnapshotFile {

    private SnapshotFile() {}

    /** Writes it; the file gets its name when it is complete. */
    static void write(Path file, Snapshot snapshot) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, codec().encode(SnapshotRecords.toAvro(snapshot)));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Reads one for a pipeline with these classes.
     *
     * @throws CommandFailure when the file is no snapshot, or one of other classes
     */
    static Snapshot read(Path file, ClassList classes) throws IOException {
        Snapshot snapshot;
        try {
            snapshot = SnapshotRecords.fromAvro(codec().decode(Files.readAllBytes(file)));
        } catch (BadRecordException foreign) {
            throw new CommandFailure(file + ": is no snapshot: " + foreign.detail(), foreign);
        }
        if (!snapshot.classListHash().equals(classes.hash())) {
            throw new CommandFailure(file + ": was learnt for another class list (" + snapshot.classes()
                    + " classes, hash " + snapshot.classListHash() + "; the pipeline has " + classes.size() + ", hash "
                    + classes.hash() + "): audit with the pipeline's file, -f FILE");
        }
        return snapshot;
    }

    private static ControlCodec<dev.sluice.avro.Snapshot> codec() {
        return new ControlCodec<>(dev.sluice.avro.Snapshot.class);
    }
}
