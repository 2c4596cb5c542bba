package dev.sluice.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The store of what is known of each id, with the indexes that make time pass cheaply.
 *
 * <p>What is kept: the store, which is changelogged; and beside it, in memory only, which waiting ids expire when and
 * which decided ids can be forgotten. The indexes are a function of the store and are rebuilt from it at start-up, so they
 * cannot disagree with it after a crash.
 *
 * <p>A decided id is forgotten by its time, not by its deletion: the answer of {@link #get} does not depend on when the
 * sweep last ran.
 */
final class Entries {

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
                if (entry instanceof Entry.Ready pair) {
                    ready.add(new Waiting(next.key, pair));
                } else {
                    index(next.key, entry);
                }
            }
        }
        ready.sort(Comparator.comparingLong(waiting -> waiting.pair().sequence()));
        return ready;
    }

    /** An id whose evidence is complete and waits for its judgement. */
    record Waiting(String id, Entry.Ready pair) {}

    /** What is known of the id, or null when it is new. */
    Entry get(String id) {
        byte[] bytes = store.get(id);
        if (bytes == null) {
            return null;
        }
        Entry entry = EntryCodec.decode(bytes);
        return entry instanceof Entry.Decided old && clock.past(old.time(), remember) ? null : entry;
    }

    void put(String id, Entry entry) {
        store.put(id, EntryCodec.encode(entry));
        index(id, entry);
    }

    /** Ends the wait of every id whose time is over, in the order of time. */
    void expire(Consumer<Expired> onExpired) {
        if (!clock.runs()) {
            return;
        }
        for (String id = waiting.pollBefore(clock.now() - wait);
                id != null;
                id = waiting.pollBefore(clock.now() - wait)) {
            expire(id, onExpired);
        }
        for (String id = decided.pollBefore(clock.now() - remember);
                id != null;
                id = decided.pollBefore(clock.now() - remember)) {
            forget(id);
        }
    }

    /** An id whose partner did not come in time. */
    record Expired(String id, Entry entry) {}

    // The index may name an id that has moved on since: only the store knows.
    private void expire(String id, Consumer<Expired> onExpired) {
        byte[] bytes = store.get(id);
        if (bytes == null) {
            return;
        }
        Entry entry = EntryCodec.decode(bytes);
        long time = time(entry);
        if ((entry instanceof Entry.WaitingSample || entry instanceof Entry.WaitingLogits) && clock.past(time, wait)) {
            store.delete(id);
            onExpired.accept(new Expired(id, entry));
        }
    }

    private void forget(String id) {
        byte[] bytes = store.get(id);
        if (bytes != null
                && EntryCodec.decode(bytes) instanceof Entry.Decided old
                && clock.past(old.time(), remember)) {
            store.delete(id);
        }
    }

    private void index(String id, Entry entry) {
        if (entry instanceof Entry.Decided) {
            decided.add(time(entry), id);
        } else if (!(entry instanceof Entry.Ready)) {
            waiting.add(time(entry), id);
        }
    }

    private static long time(Entry entry) {
        if (entry instanceof Entry.WaitingSample waiting) {
            return waiting.sample().time();
        }
        if (entry instanceof Entry.WaitingLogits waiting) {
            return waiting.logits().time();
        }
        return entry instanceof Entry.Decided decided ? decided.time() : ((Entry.Ready) entry).time();
    }
}
