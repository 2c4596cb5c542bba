package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Records whose writer schema the registry could not be asked for. An outage must not turn good records into letters, nor
 * hold up records whose schema is known.
 *
 * <p>What is kept: the raw records in a changelogged store; in memory, by schema id, their keys, when to ask again, and how
 * often the healthy registry has said that it does not know the id. Schema ids that are blocked are not asked for by every
 * record, only by the retry. Time stands still at the oldest parked record ({@link EventClock#hold}).
 *
 * <p>The store is bounded. When it is full the task stops with what to do, rather than choosing what to lose.
 */
final class Parking {

    /** How often a healthy registry must deny a schema id before its records become letters. */
    static final int DENIALS = 3;

    static final long MAX_BYTES = 64L << 20;
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long LAST_RETRY_MILLIS = 2_000;

    private final KeyValueStore<byte[], byte[]> store;
    private final Ledger ledger;
    private final EventClock clock;
    private final LongSupplier wallClock;
    private final Map<Integer, Blocked> blocked = new TreeMap<>();
    private long bytes;

    Parking(KeyValueStore<byte[], byte[]> store, Ledger ledger, EventClock clock, LongSupplier wallClock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    private static final class Blocked {
        final List<byte[]> keys = new ArrayList<>();
        long oldest = Long.MAX_VALUE;
        long retryAt;
        long pause = FIRST_RETRY_MILLIS;
        int denials;
    }

    void restore() {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                RawInput raw = ParkedCodec.decode(next.value);
                remember(raw, next.key, next.value.length);
            }
        }
        holdClock();
    }

    /** Whether records of this schema are parked without asking. */
    boolean blocks(RawInput raw) {
        return !blocked.isEmpty() && hasId(raw) && blocked.containsKey(schemaId(raw));
    }

    /** Whether the record can still be parked. */
    boolean hasRoomFor(RawInput raw) {
        return bytes + ParkedCodec.encode(raw).length <= MAX_BYTES;
    }

    /** Makes every schema id due to be asked for again. */
    void hurry() {
        blocked.values().forEach(state -> state.retryAt = Long.MIN_VALUE);
    }

    /**
     * Keeps a record until its schema is known.
     *
     * @throws StreamsException when the store is full
     */
    void park(RawInput raw) {
        byte[] key = ParkedCodec.key(raw.origin());
        byte[] value = ParkedCodec.encode(raw);
        if (bytes + value.length > MAX_BYTES) {
            throw new StreamsException(
                    "the schema registry cannot be reached and partition "
                            + raw.origin().partition() + " already holds " + (bytes >> 20)
                            + " MiB of records with unknown schemas: bring the registry back, then start again; nothing is lost");
        }
        store.put(key, value);
        remember(raw, key, value.length);
        ledger.parked(raw.origin().side(), 1);
        holdClock();
    }

    /** A healthy registry said that it does not know this record's schema; answers how often by now. */
    int deny(RawInput raw) {
        Blocked state = blocked.computeIfAbsent(schemaId(raw), id -> new Blocked());
        return ++state.denials;
    }

    /** One parked record of every schema id that is due to be asked for again. */
    List<RawInput> due() {
        List<RawInput> due = new ArrayList<>();
        long now = wallClock.getAsLong();
        for (Blocked state : blocked.values()) {
            if (state.retryAt <= now && !state.keys.isEmpty()) {
                state.retryAt = now + state.pause;
                state.pause = Math.min(LAST_RETRY_MILLIS, state.pause * 2);
                due.add(ParkedCodec.decode(store.get(state.keys.get(0))));
            }
        }
        return due;
    }

    /** Takes every parked record of the same schema out, in the order in which they came. */
    List<RawInput> release(RawInput like) {
        Blocked state = blocked.remove(schemaId(like));
        List<RawInput> released = new ArrayList<>();
        for (Iterator<byte[]> keys = state.keys.iterator(); keys.hasNext(); ) {
            byte[] key = keys.next();
            byte[] value = store.delete(key);
            bytes -= value.length;
            RawInput raw = ParkedCodec.decode(value);
            ledger.parked(raw.origin().side(), -1);
            released.add(raw);
        }
        return released;
    }

    /** Lets time go on as far as what is still parked allows; to be called after released records were handled. */
    void holdClock() {
        long oldest = Long.MAX_VALUE;
        for (Blocked state : blocked.values()) {
            oldest = Math.min(oldest, state.oldest);
        }
        clock.hold(oldest);
    }

    private void remember(RawInput raw, byte[] key, int size) {
        Blocked state = blocked.computeIfAbsent(schemaId(raw), id -> new Blocked());
        if (state.keys.isEmpty()) {
            state.retryAt = wallClock.getAsLong() + state.pause;
        }
        state.keys.add(key);
        state.oldest = Math.min(state.oldest, raw.origin().time());
        bytes += size;
    }

    private static boolean hasId(RawInput raw) {
        return raw.value() != null && raw.value().length > Integer.BYTES && raw.value()[0] == 0;
    }

    private static int schemaId(RawInput raw) {
        return ByteBuffer.wrap(raw.value(), 1, Integer.BYTES).getInt();
    }
}
