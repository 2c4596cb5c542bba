package dev.sluice.ops;

import dev.sluice.judge.Breakers;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Policy;
import dev.sluice.noise.Snapshot;
import dev.sluice.stream.Latencies;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.PartitionBooks;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * One look at a running instance. What is shown is a function of such a look, so that tests can plant any.
 *
 * @param time when, ms since the epoch
 * @param running whether filter and learner run
 * @param failed whether a part has ended for good
 * @param assigned partitions that the filter has in this instance
 * @param books of those whose store could be read, as of this moment
 * @param all books of all partitions, whoever has them, as of the last commit
 * @param oldest event time of what waits longest, by partition, where anything waits
 * @param lag unread input records by partition
 * @param snapshot the newest, or null
 * @param policy in force, or null
 * @param breakers that are open
 * @param openings of breakers since the start
 * @param standingStill partitions whose evidence no snapshot covers for a long time
 * @param gates decisions with each gate since the start
 * @param latencies of the decisions since the start
 * @param restoring records still to be read back
 * @param restored records read back, by store
 */
public record Reading(
        long time,
        boolean running,
        boolean failed,
        Set<Integer> assigned,
        SortedMap<Integer, PartitionBooks> books,
        SortedMap<Integer, PartitionBooks> all,
        Map<Integer, Long> oldest,
        Map<Integer, Long> lag,
        Snapshot snapshot,
        Policy policy,
        List<Breakers.Open> breakers,
        long openings,
        Set<Integer> standingStill,
        Map<Gate, Long> gates,
        Latencies latencies,
        long restoring,
        Map<String, Long> restored) {

    /**
     * Looks at a pipeline now.
     *
     * @param all books of all partitions
     */
    public static Reading of(Pipeline pipeline, SortedMap<Integer, PartitionBooks> all) {
        Snapshot snapshot = pipeline.snapshot();
        Policy policy = pipeline.policy();
        Map<Gate, Long> gates = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            gates.put(gate, pipeline.guards().decided(gate));
        }
        return new Reading(
                System.currentTimeMillis(),
                pipeline.running(),
                pipeline.failed(),
                pipeline.assigned(),
                pipeline.books(),
                all,
                oldest(pipeline),
                lag(pipeline),
                snapshot,
                policy,
                // Of snapshot and policy, not of what the tasks saw: an instance without any knows as much.
                policy == null ? List.of() : Breakers.of(snapshot, policy).open(),
                pipeline.guards().openings(),
                pipeline.guards().standingStill(),
                gates,
                pipeline.guards().latencies(),
                pipeline.restoring(),
                pipeline.restored());
    }

    // A partition that has gone to another instance is spoken of there.
    private static Map<Integer, Long> oldest(Pipeline pipeline) {
        Map<Integer, Long> oldest = pipeline.guards().waitingSince();
        oldest.keySet().retainAll(pipeline.assigned());
        return oldest;
    }

    // The consumer's own gauge: one number a partition of an input, as of its last fetch.
    private static Map<Integer, Long> lag(Pipeline pipeline) {
        Map<Integer, Long> lag = new TreeMap<>();
        for (Map.Entry<MetricName, ? extends Metric> entry :
                pipeline.filter().metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals("records-lag") && name.tags().containsKey("partition")) {
                Object value = entry.getValue().metricValue();
                if (value instanceof Double rows
                        && !rows.isNaN()
                        && !name.tags().getOrDefault("client-id", "").contains("restore")) {
                    lag.merge(Integer.valueOf(name.tags().get("partition")), rows.longValue(), Long::sum);
                }
            }
        }
        lag.keySet().retainAll(pipeline.assigned());
        return lag;
    }

    /** The committed books of the partitions that this instance has. */
    public SortedMap<Integer, PartitionBooks> own() {
        SortedMap<Integer, PartitionBooks> own = new TreeMap<>(all);
        own.keySet().retainAll(assigned);
        return own;
    }

    /** How far event time is behind the clock in a partition with unread records, in ms; 0 where all are read. */
    public long lagMillis(int partition) {
        PartitionBooks own = books.get(partition);
        if (own == null || lag.getOrDefault(partition, 0L) == 0) {
            return 0;
        }
        OptionalLong samples = own.ledger().clock(Side.SAMPLES);
        OptionalLong logits = own.ledger().clock(Side.LOGITS);
        if (samples.isEmpty() || logits.isEmpty()) {
            return 0;
        }
        return Math.max(0, time - Math.min(samples.getAsLong(), logits.getAsLong()));
    }

    /** Evidence of a partition that the newest snapshot does not cover. */
    public long ahead(int partition, Ledger ledger) {
        return Math.max(
                0,
                ledger.arrived()
                        - (snapshot == null ? 0 : snapshot.coverage(partition).arrived()));
    }
}
