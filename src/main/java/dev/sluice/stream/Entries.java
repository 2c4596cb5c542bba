package dev.sluice.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The store of what is known of each id, with the indexes that make time pass cheaply.
 *
 * <p>What is kept: the store, which is changelogged; and beside it, in memory only, at what time something of an id may
 * have waited long enough, and which decided ids can be forgotten. The indexes are a function of the store and are rebuilt
 * from it at start-up, so they cannot disagree with it after a crash.
 *
 * <p>A decided id is forgotten by its time, not by its deletion: the answer of {@link #get} does not depend on when the
 * sweep last ran.
 */
final class Entries {

    private static final int LOOKS = 200;

    private final KeyValueStore<String, byte[]> store;
    private final EventClock clock;
    private final long wait;
    private final long remember;
    private final TimeIndex waiting = new TimeIndex(1);
    private final TimeIndex decided;

    Entries(KeyValueStore<String, byte[]> store, EventClock clock, long waitMillis, long rememberMillis) {
        this.store = store;
        this.clock = clock;
        this.wait = waitMillis;
        this.remember = rememberMillis;
        this.decided = new TimeIndex(Math.max(1, rememberMillis / 64));
    }

    /** Reads the whole store into the indexes; answers what is ready to be judged, in the order of its sequence. */
    List<Waiting> restore() {
        List<Waiting> ready = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> next = all.next();
                Entry entry = EntryCodec.decode(next.value);
                entry.ready().forEach(unit -> ready.add(new Waiting(next.key, entry.sample(), unit)));
                index(next.key, entry);
            }
        }
        ready.sort(Comparator.comparingLong(waiting -> waiting.unit().sequence()));
        return ready;
    }

    /** Everything that is known, by id. */
    Map<String, Entry> all() {
        Map<String, Entry> found = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> next = all.next();
                found.put(next.key, EntryCodec.decode(next.value));
            }
        }
        return found;
    }

    /** A unit whose evidence is complete and waits for its judgement. */
    record Waiting(String id, PendingSample sample, Entry.Ready unit) {}

    /** What is known of the id; {@link Entry#NEW} when it is new. */
    Entry get(String id) {
        byte[] bytes = store.get(id);
        return bytes == null ? Entry.NEW : remembered(EntryCodec.decode(bytes));
    }

    /** Keeps what is known of the id, or nothing of it when there is nothing to know. */
    void put(String id, Entry entry) {
        if (entry.isNew()) {
            store.delete(id);
        } else {
            store.put(id, EntryCodec.encode(entry));
            index(id, entry);
        }
    }

    /** Names, in the order of time, every id of which something may have waited long enough; forgets what is old. */
    void expire(BiConsumer<String, Entry> onDue) {
        if (!clock.runs()) {
            return;
        }
        for (String id = waiting.pollBefore(clock.now() - wait);
                id != null;
                id = waiting.pollBefore(clock.now() - wait)) {
            Entry entry = get(id);
            // Else it stands elsewhere in the index as well, at the time that counts now.
            if (entry.waitingSince() == waiting.polledTime()) {
                onDue.accept(id, entry);
            }
        }
        for (String id = decided.pollBefore(clock.now() - remember);
                id != null;
                id = decided.pollBefore(clock.now() - remember)) {
            forget(id);
        }
    }

    /**
     * Event time of what waits longest for its partner; {@link Long#MAX_VALUE} when nothing does. Too early where more than
     * a few hundred ids have found theirs since it was last asked.
     */
    long oldestWaiting() {
        return waiting.earliest(LOOKS, (id, time) -> get(id).waitingSince() == time);
    }

    // The index may name an id that has moved on since: only the store knows.
    private void forget(String id) {
        byte[] bytes = store.get(id);
        if (bytes != null) {
            Entry entry = EntryCodec.decode(bytes);
            Entry left = remembered(entry);
            if (left != entry) {
                put(id, left);
            }
        }
    }

    private Entry remembered(Entry entry) {
        boolean old = entry.decided() != null
                && entry.ready().isEmpty()
                && clock.past(entry.decided().time(), remember);
        return old ? entry.withoutSample() : entry;
    }

    private void index(String id, Entry entry) {
        long since = entry.waitingSince();
        if (since != Entry.NEVER) {
            waiting.add(since, id);
        }
        if (entry.decided() != null) {
            decided.add(entry.decided().time(), id);
        }
    }
}
