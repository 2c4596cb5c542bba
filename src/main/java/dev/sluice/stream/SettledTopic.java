package dev.sluice.stream;

import dev.sluice.spec.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until all that was written to a topic by now can be read as committed. A reader of committed records stops before the
 * oldest transaction that is still open, so what another transaction has committed behind it is not seen yet: who must know
 * all that is there has to wait for it.
 */
public final class SettledTopic {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(50).toNanos();

    private SettledTopic() {}

    /** @throws KafkaUnavailableException when a transaction stays open for longer than any of ours may */
    public static void await(Connection connection, String topic) {
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            Map<TopicPartition, Long> written = admin.ends(topic, IsolationLevel.READ_UNCOMMITTED);
            long begin = System.nanoTime();
            while (true) {
                Map<TopicPartition, Long> committed = admin.ends(topic, IsolationLevel.READ_COMMITTED);
                if (written.entrySet().stream().allMatch(end -> committed.get(end.getKey()) >= end.getValue())) {
                    return;
                }
                if (System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw new KafkaUnavailableException(
                            topic
                                    + ": a transaction stays open, so nobody can tell what is there already: try again, or"
                                    + " find it with kafka-transactions.sh find-hanging",
                            null);
                }
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        }
    }
}
