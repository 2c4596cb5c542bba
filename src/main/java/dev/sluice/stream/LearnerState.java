package dev.sluice.stream;

import dev.sluice.noise.ModelKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the learner must remember between two snapshots, beside the rows.
 *
 * @param sequence of the last snapshot, 0 before the first
 * @param arrived pieces of evidence that it covered, over all partitions
 * @param judged judged pieces of evidence that it covered
 * @param seen every model version, in the order of first sight
 * @param inForce the versions that the last snapshot spoke of
 */
record LearnerState(long sequence, long arrived, long judged, List<ModelKey> seen, List<ModelKey> inForce) {

    private static final int VERSION = 1;

    static LearnerState initial() {
        return new LearnerState(0, 0, 0, List.of(), List.of());
    }

    /** With one more version seen, if it is new. */
    LearnerState saw(ModelKey model) {
        if (seen.contains(model)) {
            return this;
        }
        List<ModelKey> more = new ArrayList<>(seen);
        more.add(model);
        return new LearnerState(sequence, arrived, judged, List.copyOf(more), inForce);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(sequence);
            out.writeLong(arrived);
            out.writeLong(judged);
            write(out, seen);
            write(out, inForce);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static LearnerState decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("store 'learner' holds format " + version + ", this Sluice reads "
                        + VERSION + ": run the version that wrote it");
            }
            return new LearnerState(in.readLong(), in.readLong(), in.readLong(), read(in), read(in));
        } catch (IOException torn) {
            throw new UncheckedIOException("store 'learner' holds a torn state", torn);
        }
    }

    private static void write(DataOutputStream out, List<ModelKey> models) throws IOException {
        out.writeInt(models.size());
        for (ModelKey model : models) {
            out.writeUTF(model.id());
            out.writeUTF(model.version());
        }
    }

    private static List<ModelKey> read(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<ModelKey> models = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            models.add(new ModelKey(in.readUTF(), in.readUTF()));
        }
        return List.copyOf(models);
    }
}
