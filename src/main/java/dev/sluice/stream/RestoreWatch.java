package dev.sluice.stream;

import java.util.concurrent.atomic.AtomicLong;
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

    private final AtomicLong records = new AtomicLong();
    private final StateRestoreListener next;

    /** @param next is told too */
    RestoreWatch(StateRestoreListener next) {
        this.next = next;
    }

    /** Records read back since the start, over all stores; what standbys read in advance is not among them. */
    long records() {
        return records.get();
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        next.onRestoreStart(changelog, store, from, to);
        if (to - from >= WORTH_SAYING) {
            LOG.info("partition {}: restoring store {}, up to {} records", changelog.partition(), store, to - from);
        }
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long end, long restored) {
        next.onBatchRestored(changelog, store, end, restored);
        records.addAndGet(restored);
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        next.onRestoreEnd(changelog, store, total);
        if (total >= WORTH_SAYING) {
            LOG.info("partition {}: store {} is back, {} records", changelog.partition(), store, total);
        }
    }
}
