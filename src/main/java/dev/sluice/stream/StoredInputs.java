package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the filter's changelogs say about inputs, for those who recount from outside. */
public final class StoredInputs {

    /** No input of that side. */
    public static final long NONE = -1;

    private StoredInputs() {}

    /**
     * Offsets of the inputs that an entry holds back.
     *
     * @param sample offset in the samples topic, or {@link #NONE}
     * @param logits offsets in the logits topic
     */
    public record Held(long sample, List<Long> logits) {}

    /** What a value of the changelog of {@link Stores#ENTRIES} holds back; null when nothing. */
    public static Held entry(byte[] value) {
        Entry entry = EntryCodec.decode(value);
        List<Long> logits = new ArrayList<>();
        entry.waiting().forEach(row -> logits.add(row.offset()));
        entry.ready().forEach(unit -> unit.logits().forEach(row -> logits.add(row.offset())));
        boolean held = entry.sample() != null && entry.decided() == null;
        return held || !logits.isEmpty() ? new Held(held ? entry.sample().offset() : NONE, logits) : null;
    }

    /** What a key of the changelog of {@link Stores#PARKED} holds back. */
    public static Held parked(byte[] key) {
        ByteBuffer parts = ByteBuffer.wrap(key);
        Side side = Side.values()[parts.get()];
        long offset = parts.getLong();
        return side == Side.SAMPLES ? new Held(offset, List.of()) : new Held(NONE, List.of(offset));
    }

    /** Name of a store's changelog. */
    public static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }
}
