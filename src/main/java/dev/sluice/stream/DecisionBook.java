package dev.sluice.stream;

import dev.sluice.judge.Decision;
import dev.sluice.judge.Route;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What was decided in one partition, by class, route and reason, and with which weights: beside the {@link Ledger} in its
 * store, in the transaction of the decision. So what {@code /metrics} shows goes on after a restart where it stood.
 *
 * <p>A cell a class, read when the class is met first. The store caches: the changelog sees a cell once a commit.
 */
final class DecisionBook {

    static final byte CLASS = 'c';
    static final byte[] WEIGHTS = {'w'};

    private final KeyValueStore<byte[], byte[]> store;
    private final Map<Integer, DecisionCounts> classes = new HashMap<>();
    private final WeightCounts weights;

    DecisionBook(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        byte[] kept = store.get(WEIGHTS);
        weights = kept == null ? new WeightCounts() : WeightCounts.decode(kept);
    }

    void count(Decision decision) {
        int given = decision.givenLabel();
        byte[] key = key(given);
        DecisionCounts counts = classes.computeIfAbsent(given, first -> {
            byte[] kept = store.get(key);
            return kept == null ? new DecisionCounts() : DecisionCounts.decode(kept);
        });
        counts.count(decision);
        store.put(key, counts.encode());
        if (decision.route() == Route.CLEAN) {
            weights.count(decision.weight());
            store.put(WEIGHTS, weights.encode());
        }
    }

    private static byte[] key(int given) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put(CLASS).putInt(given).array();
    }
}
