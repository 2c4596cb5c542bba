package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/** What the filter's changelogs say about inputs, for those who recount from outside. */
public final class StoredInputs {

    private StoredInputs() {}

    /** Where an input stands in its topic. */
    public record At(int partition, long offset) {}

    /**
     * The inputs that an entry holds back.
     *
     * @param sample place in the samples topic, or null
     * @param logits places in the logits topic
     */
    public record Held(At sample, List<At> logits) {}

    /** What a value of the changelog of {@link Stores#ENTRIES} holds back; null when nothing. */
    public static Held entry(byte[] value) {
        Entry entry = EntryCodec.decode(value);
        List<At> logits = new ArrayList<>();
        entry.waiting().forEach(row -> logits.add(at(row)));
        entry.ready().forEach(unit -> unit.logits().forEach(row -> logits.add(at(row))));
        boolean held = entry.sample() != null && entry.decided() == null;
        At sample = held ? new At(entry.sample().partition(), entry.sample().offset()) : null;
        return held || !logits.isEmpty() ? new Held(sample, logits) : null;
    }

    private static At at(PendingLogits row) {
        return new At(row.partition(), row.offset());
    }

    /** What a key of the changelog of {@link Stores#PARKED} holds back. */
    public static Held parked(byte[] key) {
        ByteBuffer parts = ByteBuffer.wrap(key);
        Side side = Side.values()[parts.get()];
        long offset = parts.getLong();
        At at = new At(parts.getInt(), offset);
        return side == Side.SAMPLES ? new Held(at, List.of()) : new Held(null, List.of(at));
    }

    /** Where a record of an internal topic of repartitioned inputs stands in its input; null for a tick. */
    public static At repartitioned(Headers headers) {
        long[] place = Repartitioning.place(headers);
        return place == null ? null : new At((int) place[0], place[1]);
    }

    /** Name of the internal topic through which an input is repartitioned. */
    public static String repartitionTopic(String applicationId, Side side) {
        return Repartitioning.topic(applicationId, side);
    }

    /** Name of a store's changelog. */
    public static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }
}
