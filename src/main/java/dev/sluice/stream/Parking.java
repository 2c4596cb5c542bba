package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Records whose writer schema the registry could not be asked for. An outage must not turn good records into letters, nor
 * hold up records whose schema is known.
 *
 * <p>What is kept: the raw records in a changelogged store; in memory, by schema id, a queue of their keys in the order in
 * which they came, how often and when to ask again, and how often the healthy registry has denied the id.
 *
 * <ol>
 *   <li>A schema id with records in here is <em>blocked</em>: its records are parked without asking, so that they keep their
 *       order. Only {@link #nextDue} asks.
 *   <li>Once the answer is there the id is {@linkplain #settle settled}, and its records leave from the head of the queue,
 *       a few at a time: a full store in one go would outlast a transaction. It stays blocked until the last has left.
 *   <li>Time stands still at the oldest record of every blocked id ({@link EventClock#hold}).
 *   <li>The store is bounded. When it is full the task stops with what to do, rather than choosing what to lose.
 * </ol>
 */
final class Parking {

    /** How often a healthy registry must deny a schema id before its records become letters. */
    static final int DENIALS = 3;

    static final long MAX_BYTES = 64L << 20;
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long LAST_RETRY_MILLIS = 2_000;

    // An id that was never asked for goes first: one that always fails must not keep others from being asked.
    private static final Comparator<Map.Entry<Integer, Blocked>> TURN =
            Comparator.comparingInt(entry -> entry.getValue().asked);

    private final KeyValueStore<byte[], byte[]> store;
    private final Ledger ledger;
    private final EventClock clock;
    private final LongSupplier wallClock;
    private final Map<Integer, Blocked> blocked = new TreeMap<>();
    /** In the order of ids, not of answers: how often an id was asked for does not survive a restart, this does. */
    private final TreeSet<Integer> settled = new TreeSet<>();

    private long bytes;

    Parking(KeyValueStore<byte[], byte[]> store, Ledger ledger, EventClock clock, LongSupplier wallClock) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    private static final class Blocked {
        final ArrayDeque<byte[]> keys = new ArrayDeque<>();
        long oldest = Long.MAX_VALUE;
        long retryAt;
        long pause = FIRST_RETRY_MILLIS;
        int asked;
        int denials;
        boolean settled;
        BadRecordException verdict;
    }

    /**
     * A record on its way out.
     *
     * @param raw the record
     * @param verdict what it becomes a letter for, or null when its schema can be had now
     */
    record Released(RawInput raw, BadRecordException verdict) {}

    void restore() {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                remember(ParkedCodec.decode(next.value), next.key, next.value.length);
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

    /** A healthy registry said that it has no schema for an id that is parked; answers how often by now. */
    int deny(int id) {
        return ++blocked.get(id).denials;
    }

    /** A schema id that is due to be asked for, which it then is not for a while; or null. */
    Integer nextDue() {
        long now = wallClock.getAsLong();
        Map.Entry<Integer, Blocked> due = blocked.entrySet().stream()
                .filter(entry -> !entry.getValue().settled && entry.getValue().retryAt <= now)
                .min(TURN)
                .orElse(null);
        if (due == null) {
            return null;
        }
        Blocked state = due.getValue();
        state.asked++;
        state.retryAt = now + state.pause;
        state.pause = Math.min(LAST_RETRY_MILLIS, state.pause * 2);
        return due.getKey();
    }

    /**
     * The registry has answered: all records of a schema id may leave.
     *
     * @param verdict what they become letters for, or null when the schema is there
     */
    void settle(int id, BadRecordException verdict) {
        Blocked state = blocked.get(id);
        state.settled = true;
        state.verdict = verdict;
        settled.add(id);
    }

    /** Takes the next record out that may leave; null when none may. */
    Released release() {
        if (settled.isEmpty()) {
            return null;
        }
        Integer id = settled.first();
        Blocked state = blocked.get(id);
        byte[] value = store.delete(state.keys.poll());
        bytes -= value.length;
        RawInput raw = ParkedCodec.decode(value);
        ledger.parked(raw.origin().side(), -1);
        if (state.keys.isEmpty()) {
            blocked.remove(id);
            settled.remove(id);
        }
        return new Released(raw, state.verdict);
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

    /** The schema id that a record names which is, or is to be, in here. */
    static int schemaId(RawInput raw) {
        return ByteBuffer.wrap(raw.value(), 1, Integer.BYTES).getInt();
    }
}
