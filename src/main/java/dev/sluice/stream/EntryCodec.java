package dev.sluice.stream;

import dev.sluice.noise.ModelKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Entries as bytes, for the state store and its changelog: a version byte, a kind byte, then fixed fields and
 * length-prefixed arrays, big-endian. No registry is needed to read it back, so a restart during an outage restores.
 */
final class EntryCodec {

    private static final byte VERSION = 1;
    private static final byte WAITING_SAMPLE = 1;
    private static final byte WAITING_LOGITS = 2;
    private static final byte READY = 3;
    private static final byte DECIDED = 4;
    private static final int HEAD = 2;

    private EntryCodec() {}

    static byte[] encode(Entry entry) {
        if (entry instanceof Entry.Decided decided) {
            return head(DECIDED, Long.BYTES).putLong(decided.time()).array();
        }
        if (entry instanceof Entry.WaitingSample waiting) {
            ByteBuffer out = head(WAITING_SAMPLE, size(waiting.sample()));
            put(out, waiting.sample());
            return out.array();
        }
        if (entry instanceof Entry.WaitingLogits waiting) {
            Strings names = Strings.of(waiting.logits());
            ByteBuffer out = head(WAITING_LOGITS, size(waiting.logits(), names));
            put(out, waiting.logits(), names);
            return out.array();
        }
        Entry.Ready ready = (Entry.Ready) entry;
        Strings names = Strings.of(ready.logits());
        ByteBuffer out = head(READY, Long.BYTES + size(ready.sample()) + size(ready.logits(), names));
        out.putLong(ready.sequence());
        put(out, ready.sample());
        put(out, ready.logits(), names);
        return out.array();
    }

    /** @throws IllegalStateException when the bytes were written by a version of Sluice that this one does not know */
    static Entry decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store 'entries' holds format " + version + ", this Sluice reads " + VERSION
                    + ": run the version that wrote it, or reset the pipeline");
        }
        byte kind = in.get();
        return switch (kind) {
            case DECIDED -> new Entry.Decided(in.getLong());
            case WAITING_SAMPLE -> new Entry.WaitingSample(sample(in));
            case WAITING_LOGITS -> new Entry.WaitingLogits(logits(in));
            case READY -> new Entry.Ready(in.getLong(), sample(in), logits(in));
            default -> throw new IllegalStateException("store 'entries' holds an entry of unknown kind " + kind);
        };
    }

    private static ByteBuffer head(byte kind, int body) {
        return ByteBuffer.allocate(HEAD + body).put(VERSION).put(kind);
    }

    private static int size(PendingSample sample) {
        return Integer.BYTES + 2 * Long.BYTES + Integer.BYTES + sample.body().length;
    }

    private static void put(ByteBuffer out, PendingSample sample) {
        out.putInt(sample.label()).putLong(sample.offset()).putLong(sample.time());
        out.putInt(sample.body().length).put(sample.body());
    }

    private static PendingSample sample(ByteBuffer in) {
        int label = in.getInt();
        long offset = in.getLong();
        long time = in.getLong();
        return new PendingSample(label, offset, time, bytes(in));
    }

    private static int size(PendingLogits logits, Strings names) {
        return 2 * Integer.BYTES
                + names.id.length
                + names.version.length
                + Integer.BYTES
                + logits.logits().length * Float.BYTES
                + 1
                + Integer.BYTES
                + 2 * Long.BYTES;
    }

    private static void put(ByteBuffer out, PendingLogits logits, Strings names) {
        out.putInt(names.id.length).put(names.id).putInt(names.version.length).put(names.version);
        out.putInt(logits.logits().length);
        for (float logit : logits.logits()) {
            out.putFloat(logit);
        }
        out.put((byte) (logits.outOfSample() ? 1 : 0)).putInt(logits.presentation());
        out.putLong(logits.offset()).putLong(logits.time());
    }

    private static PendingLogits logits(ByteBuffer in) {
        String id = new String(bytes(in), StandardCharsets.UTF_8);
        String version = new String(bytes(in), StandardCharsets.UTF_8);
        float[] scores = new float[in.getInt()];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = in.getFloat();
        }
        boolean outOfSample = in.get() == 1;
        int presentation = in.getInt();
        long offset = in.getLong();
        long time = in.getLong();
        return new PendingLogits(new ModelKey(id, version), scores, outOfSample, presentation, offset, time);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    private record Strings(byte[] id, byte[] version) {
        static Strings of(PendingLogits logits) {
            return new Strings(
                    logits.model().id().getBytes(StandardCharsets.UTF_8),
                    logits.model().version().getBytes(StandardCharsets.UTF_8));
        }
    }
}
