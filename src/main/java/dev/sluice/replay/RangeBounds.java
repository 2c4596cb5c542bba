package dev.sluice.replay;

import dev.sluice.replay.Range.Earliest;
import dev.sluice.replay.Range.Offsets;
import dev.sluice.replay.Range.Time;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Turns a range into the parts of topics that must be read for it, and refuses one that cannot be answered before anything
 * is read.
 *
 * <p>Rows carry the event times and offsets of their samples and do not stand in the order of either. So a part may hold
 * more than the range: nothing before it can be in the range, and {@link Range#contains} decides about the rest.
 */
final class RangeBounds {

    private final BoundedReader reader;
    private final Range range;

    RangeBounds(BoundedReader reader, Range range) {
        this.reader = reader;
        this.range = range;
    }

    /**
     * The parts of these topics that hold the rows of the range, up to the end of the moment.
     *
     * @param topics that hold rows
     * @param samples the samples topic, whose offsets a range may name
     * @throws RangeException when a topic or offset is unknown, nothing is there, or part of the range was deleted
     */
    Map<TopicPartition, Slice> slices(List<String> topics, String samples) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<TopicPartition> found = reader.partitions(topic);
            if (found.isEmpty()) {
                throw new RangeException(
                        "topic " + topic + " does not exist: is this the pipeline's file, and has it run?");
            }
            partitions.addAll(found);
        }
        Map<TopicPartition, Long> begins = reader.begins(partitions);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        if (range.from() instanceof Offsets from) {
            refuseUnknown("--from", from, samples);
            refuseDeleted(from, samples, begins);
        }
        if (range.to() instanceof Offsets to) {
            refuseUnknown("--to", to, samples);
        }
        Map<TopicPartition, Long> starts =
                range.from() instanceof Time time ? reader.from(time.millis(), partitions) : begins;
        if (range.from() instanceof Time time) {
            refuseDeleted(time, starts, begins);
        }
        Map<TopicPartition, Slice> slices =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        partitions.forEach(partition -> {
            long end = ends.get(partition);
            slices.put(partition, new Slice(Math.min(end, starts.getOrDefault(partition, end)), end));
        });
        refuseEmpty(slices.values(), topics);
        return slices;
    }

    private void refuseEmpty(Iterable<Slice> slices, List<String> topics) {
        for (Slice slice : slices) {
            if (slice.length() > 0) {
                return;
            }
        }
        throw new RangeException(
                range.from() instanceof Time time
                        ? String.join(" and ", topics) + ": no row is of " + time
                                + " or later: choose an earlier --from, times are event times"
                        : String.join(" and ", topics) + ": there are no rows yet");
    }

    private void refuseUnknown(String option, Offsets bound, String samples) {
        List<TopicPartition> partitions = reader.partitions(samples);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        bound.byPartition().forEach((partition, offset) -> {
            Long end = ends.get(new TopicPartition(samples, partition));
            if (end == null) {
                throw new RangeException(option + " " + partition + ":" + offset + ": " + samples
                        + " has partitions 0.." + (partitions.size() - 1));
            }
            if (offset > end) {
                throw new RangeException(option + " " + partition + ":" + offset + ": partition " + partition + " of "
                        + samples + " ends at offset " + end);
            }
        });
    }

    private static void refuseDeleted(Time from, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> begins) {
        Map<TopicPartition, Long> gone = new HashMap<>();
        begins.forEach((partition, begin) -> {
            // What is still there is all of the range: what was there before may have been of it too.
            if (begin > 0 && begin.equals(starts.get(partition))) {
                gone.put(partition, begin);
            }
        });
        if (!gone.isEmpty()) {
            throw deleted("--from " + from, gone);
        }
    }

    private void refuseDeleted(Offsets from, String samples, Map<TopicPartition, Long> begins) {
        Map<TopicPartition, Long> gone = new HashMap<>();
        begins.forEach((partition, begin) -> {
            if (begin > 0) {
                gone.put(partition, begin);
            }
        });
        Map<TopicPartition, Long> held = reader.begins(reader.partitions(samples));
        boolean older = from.byPartition().entrySet().stream()
                .anyMatch(entry -> entry.getValue() < held.get(new TopicPartition(samples, entry.getKey())));
        if (older && !gone.isEmpty()) {
            throw deleted("--from", gone);
        }
    }

    private static RangeException deleted(String option, Map<TopicPartition, Long> gone) {
        long rows = gone.values().stream().mapToLong(Long::longValue).sum();
        return new RangeException(String.format(
                Locale.ROOT,
                "%s: up to %,d rows that may belong to the range were deleted by the retention of %s:"
                        + " choose a later start, or --from earliest for what is still there",
                option,
                rows,
                String.join(
                        " and ",
                        gone.keySet().stream()
                                .map(TopicPartition::topic)
                                .distinct()
                                .sorted()
                                .toList())));
    }

    /** How many rows, at most, retention has taken from the start of these parts; of interest to who asks for the earliest. */
    static long deleted(Range range, Map<TopicPartition, Slice> slices) {
        return range.from() instanceof Earliest
                ? slices.values().stream().mapToLong(Slice::from).sum()
                : 0;
    }
}
