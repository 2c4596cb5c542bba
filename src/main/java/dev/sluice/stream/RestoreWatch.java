package dev.sluice.stream;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is read back from changelogs before a partition can go on, and counts it. Kafka Streams takes one listener, so
 * whoever else wants to hear of it is told from here.
 */
final class RestoreWatch implements StateRestoreListener {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreWatch.class);
    private static final long WORTH_SAYING = 10_000;

    private final Map<String, Long> records = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();
    private final StateRestoreListener next;

    /** @param next is told too */
    RestoreWatch(StateRestoreListener next) {
        this.next = next;
    }

    /** Records read back since the start, by store; what standbys read in advance is not among them. */
    Map<String, Long> records() {
        return new TreeMap<>(records);
    }

    /** Records that are still to be read back; 0 when nothing is being restored. */
    long left() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        next.onRestoreStart(changelog, store, from, to);
        left.put(changelog, Math.max(0, to - from));
        if (to - from >= WORTH_SAYING) {
            LOG.info("partition {}: restoring store {}, up to {} records", changelog.partition(), store, to - from);
        }
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long end, long restored) {
        next.onBatchRestored(changelog, store, end, restored);
        records.merge(store, restored, Long::sum);
        left.computeIfPresent(changelog, (same, before) -> Math.max(0, before - restored));
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
        left.remove(changelog);
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        next.onRestoreEnd(changelog, store, total);
        left.remove(changelog);
        if (total >= WORTH_SAYING) {
            LOG.info("partition {}: store {} is back, {} records", changelog.partition(), store, total);
        }
    }
}
