package dev.sluice.stream;

import java.nio.ByteBuffer;

/** What the filter's changelogs say about inputs, for those who recount from outside. */
public final class StoredInputs {

    /** No input of that side. */
    public static final long NONE = -1;

    private StoredInputs() {}

    /**
     * Offsets of the inputs that an entry holds back.
     *
     * @param sample offset in the samples topic, or {@link #NONE}
     * @param logits offset in the logits topic, or {@link #NONE}
     */
    public record Held(long sample, long logits) {}

    /** What a value of the changelog of {@link Stores#ENTRIES} holds back; null when its id is decided. */
    public static Held entry(byte[] value) {
        Entry entry = EntryCodec.decode(value);
        if (entry instanceof Entry.WaitingSample waiting) {
            return new Held(waiting.sample().offset(), NONE);
        }
        if (entry instanceof Entry.WaitingLogits waiting) {
            return new Held(NONE, waiting.logits().offset());
        }
        if (entry instanceof Entry.Ready ready) {
            return new Held(ready.sample().offset(), ready.logits().offset());
        }
        return null;
    }

    /** What a key of the changelog of {@link Stores#PARKED} holds back. */
    public static Held parked(byte[] key) {
        ByteBuffer parts = ByteBuffer.wrap(key);
        Side side = Side.values()[parts.get()];
        long offset = parts.getLong();
        return side == Side.SAMPLES ? new Held(offset, NONE) : new Held(NONE, offset);
    }

    /** Name of a store's changelog. */
    public static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }
}
