package dev.sluice.stream;

import dev.sluice.noise.ModelKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries as bytes, for the state store and its changelog: a version byte, a byte that says which parts follow, then the
 * parts: fixed fields and length-prefixed arrays, big-endian. No registry is needed to read it back, so a restart during
 * an outage restores.
 */
final class EntryCodec {

    private static final byte VERSION = 2;
    private static final int SAMPLE = 1;
    private static final int WAITING = 2;
    private static final int READY = 4;
    private static final int DECIDED = 8;
    private static final int HEAD = 2;

    private EntryCodec() {}

    static byte[] encode(Entry entry) {
        int size = HEAD;
        int parts = 0;
        if (entry.sample() != null) {
            parts |= SAMPLE;
            size += size(entry.sample());
        }
        if (!entry.waiting().isEmpty()) {
            parts |= WAITING;
            size += size(entry.waiting());
        }
        if (!entry.ready().isEmpty()) {
            parts |= READY;
            size += Integer.BYTES;
            for (Entry.Ready unit : entry.ready()) {
                size += Long.BYTES + 1 + size(unit.logits());
            }
        }
        if (entry.decided() != null) {
            parts |= DECIDED;
            size += Long.BYTES
                    + Integer.BYTES * (1 + entry.decided().presentations().bounds().length);
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).put((byte) parts);
        put(out, entry);
        return out.array();
    }

    private static void put(ByteBuffer out, Entry entry) {
        if (entry.sample() != null) {
            put(out, entry.sample());
        }
        if (!entry.waiting().isEmpty()) {
            put(out, entry.waiting());
        }
        if (!entry.ready().isEmpty()) {
            out.putInt(entry.ready().size());
            for (Entry.Ready unit : entry.ready()) {
                out.putLong(unit.sequence()).put((byte) (unit.repeat() ? 1 : 0));
                put(out, unit.logits());
            }
        }
        if (entry.decided() != null) {
            int[] bounds = entry.decided().presentations().bounds();
            out.putLong(entry.decided().time()).putInt(bounds.length);
            for (int bound : bounds) {
                out.putInt(bound);
            }
        }
    }

    /** @throws IllegalStateException when the bytes were written by a version of Sluice that this one does not know */
    static Entry decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store 'entries' holds format " + version + ", this Sluice reads " + VERSION
                    + ": run the version that wrote it, or reset the pipeline");
        }
        int parts = in.get();
        PendingSample sample = (parts & SAMPLE) == 0 ? null : sample(in);
        List<PendingLogits> waiting = (parts & WAITING) == 0 ? List.of() : rows(in);
        List<Entry.Ready> ready = new ArrayList<>();
        if ((parts & READY) != 0) {
            int units = in.getInt();
            for (int i = 0; i < units; i++) {
                ready.add(new Entry.Ready(in.getLong(), in.get() == 1, rows(in)));
            }
        }
        return new Entry(sample, waiting, List.copyOf(ready), (parts & DECIDED) == 0 ? null : decided(in));
    }

    private static Entry.Decided decided(ByteBuffer in) {
        long time = in.getLong();
        int[] bounds = new int[in.getInt()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = in.getInt();
        }
        return new Entry.Decided(time, new Presentations(bounds));
    }

    private static int size(PendingSample sample) {
        return 3 * Integer.BYTES + 2 * Long.BYTES + sample.body().length;
    }

    private static void put(ByteBuffer out, PendingSample sample) {
        out.putInt(sample.label())
                .putInt(sample.partition())
                .putLong(sample.offset())
                .putLong(sample.time());
        out.putInt(sample.body().length).put(sample.body());
    }

    private static PendingSample sample(ByteBuffer in) {
        int label = in.getInt();
        int partition = in.getInt();
        long offset = in.getLong();
        long time = in.getLong();
        return new PendingSample(label, partition, offset, time, bytes(in));
    }

    private static int size(List<PendingLogits> rows) {
        int size = Integer.BYTES;
        for (PendingLogits row : rows) {
            size += 5 * Integer.BYTES
                    + utf8(row.model().id()).length
                    + utf8(row.model().version()).length
                    + row.logits().length * Float.BYTES
                    + 1
                    + 2 * Long.BYTES;
        }
        return size;
    }

    private static void put(ByteBuffer out, List<PendingLogits> rows) {
        out.putInt(rows.size());
        for (PendingLogits row : rows) {
            byte[] id = utf8(row.model().id());
            byte[] version = utf8(row.model().version());
            out.putInt(id.length).put(id).putInt(version.length).put(version);
            out.putInt(row.logits().length);
            for (float logit : row.logits()) {
                out.putFloat(logit);
            }
            out.put((byte) (row.outOfSample() ? 1 : 0)).putInt(row.presentation());
            out.putInt(row.partition()).putLong(row.offset()).putLong(row.time());
        }
    }

    private static List<PendingLogits> rows(ByteBuffer in) {
        int count = in.getInt();
        if (count == 1) {
            return List.of(row(in));
        }
        List<PendingLogits> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(row(in));
        }
        return List.copyOf(rows);
    }

    private static PendingLogits row(ByteBuffer in) {
        String id = new String(bytes(in), StandardCharsets.UTF_8);
        String version = new String(bytes(in), StandardCharsets.UTF_8);
        float[] scores = new float[in.getInt()];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = in.getFloat();
        }
        boolean outOfSample = in.get() == 1;
        int presentation = in.getInt();
        int partition = in.getInt();
        long offset = in.getLong();
        long time = in.getLong();
        return new PendingLogits(new ModelKey(id, version), scores, outOfSample, presentation, partition, offset, time);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
