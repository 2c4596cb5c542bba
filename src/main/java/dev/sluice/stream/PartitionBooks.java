package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The books of one partition as its store holds them: the ledger, and what was decided.
 *
 * @param ledger inputs and what became of them
 * @param classes decisions by given class
 * @param weights of its clean samples
 */
public record PartitionBooks(Ledger ledger, Map<Integer, DecisionCounts> classes, WeightCounts weights) {

    /** Whether a record of the ledger's store, or of its changelog, is the {@link Ledger}. */
    public static boolean isLedger(byte[] key) {
        return key.length == 1 && key[0] == Stores.LEDGER_KEY[0];
    }

    /** @param all hands on every key and value of the store of one partition; without any, nothing has come in yet */
    public static PartitionBooks read(Consumer<BiConsumer<byte[], byte[]>> all) {
        Ledger[] ledger = {new Ledger()};
        Map<Integer, DecisionCounts> classes = new TreeMap<>();
        WeightCounts weights = new WeightCounts();
        all.accept((key, value) -> {
            if (isLedger(key)) {
                ledger[0] = LedgerCodec.decode(value);
            } else if (key[0] == DecisionBook.CLASS) {
                classes.put(ByteBuffer.wrap(key).getInt(1), DecisionCounts.decode(value));
            } else if (key[0] == DecisionBook.WEIGHTS[0]) {
                weights.add(WeightCounts.decode(value));
            }
        });
        return new PartitionBooks(ledger[0], classes, weights);
    }
}
