package dev.sluice.replay;

import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.LearningSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import dev.sluice.stream.ReplayTopics;
import dev.sluice.stream.SnapshotShelf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/** Makes the plan of a replay, or finds the one that was begun, and refuses topics that hold something else. */
final class ReplayStart {

    private final ReplayInputs inputs;
    private final ReplayOrder order;
    private final ReplayTopics topics;

    ReplayStart(ReplayInputs inputs, ReplayOrder order, ReplayTopics topics) {
        this.inputs = inputs;
        this.order = order;
        this.topics = topics;
    }

    /**
     * The plan.
     *
     * @throws RangeException when the range cannot be read
     * @throws ReplayException when the topics hold something else, or a snapshot is not there
     */
    ReplayPlan plan() {
        Set<String> existing = topics.existing(inputs.connection());
        Optional<ReplayPlan> begun = existing.contains(topics.plan())
                ? new PlanTopic(inputs.connection(), topics.plan()).read()
                : Optional.empty();
        try (BoundedReader reader = new BoundedReader(inputs.connection())) {
            if (begun.isPresent()) {
                refuseAnother(begun.get());
                refuseDeleted(begun.get(), reader);
                return begun.get();
            }
            refuseRows(existing, reader);
            Map<TopicPartition, Slice> slices = new RangeBounds(reader, order.range())
                    .slices(
                            List.of(inputs.spec().cleanTopic(), inputs.spec().quarantineTopic()),
                            inputs.spec().topics().samples());
            return wanted(slices, snapshot());
        }
    }

    /** @throws ReplayException when a plan is not that of this order */
    void refuseAnother(ReplayPlan begun) {
        List<String> differences = wanted(begun.slices(), begun.snapshot()).differences(begun);
        if (!differences.isEmpty()) {
            throw new ReplayException(topics.clean() + " holds another replay (asked for is "
                    + String.join("; ", differences) + "): choose another --into, or delete "
                    + String.join(", ", topics.all()) + " first");
        }
    }

    private static void refuseDeleted(ReplayPlan begun, BoundedReader reader) {
        Map<TopicPartition, Long> begins = reader.begins(begun.slices().keySet());
        long gone = begun.slices().entrySet().stream()
                .mapToLong(slice -> Math.min(slice.getValue().to(), begins.get(slice.getKey()))
                        - slice.getValue().from())
                .filter(offsets -> offsets > 0)
                .sum();
        if (gone > 0) {
            throw new ReplayException(String.format(
                    Locale.ROOT,
                    "up to %,d rows of the replay that was begun were deleted by retention meanwhile: choose another"
                            + " --into and a later start",
                    gone));
        }
    }

    private void refuseRows(Set<String> existing, BoundedReader reader) {
        List<String> filled = new ArrayList<>();
        for (String topic : topics.all()) {
            if (existing.contains(topic)
                    && reader.ends(reader.partitions(topic)).values().stream().anyMatch(end -> end > 0)) {
                filled.add(topic);
            }
        }
        if (!filled.isEmpty()) {
            throw new ReplayException(String.join(" and ", filled)
                    + ": holds records that no replay wrote: choose another --into, or delete the topic first");
        }
    }

    private String snapshot() {
        if (!(order.thresholds() instanceof Thresholds.Frozen frozen)) {
            return "";
        }
        try (SnapshotShelf shelf = new SnapshotShelf(inputs.connection(), inputs.spec())) {
            String topic = inputs.spec().snapshotsTopic();
            if (frozen.version() == null) {
                return shelf.newest()
                        .map(SnapshotVersion::toString)
                        .orElseThrow(
                                () -> new ReplayException(topic + ": holds no snapshot yet: has the pipeline run?"));
            }
            if (shelf.fetch(frozen.version()).isEmpty()) {
                throw new ReplayException("snapshot " + frozen.version() + " is not in topic " + topic
                        + ": `sluice snapshots list` prints those that are");
            }
            return frozen.version().toString();
        }
    }

    private ReplayPlan wanted(Map<TopicPartition, Slice> slices, String snapshot) {
        SortedMap<TopicPartition, Slice> sorted = ReplayPlan.sorted(slices);
        LearningSpec learning = inputs.spec().learning();
        return new ReplayPlan(
                order.asked(),
                order.range(),
                sorted,
                order.thresholds().toString(),
                order.policyName(),
                order.policy() == null ? 0 : order.policy().version(),
                order.policy() == null ? "" : order.policy().hash(),
                order.policyYaml(),
                inputs.spec().classes().hash(),
                order.thresholds() instanceof Thresholds.Rolling ? learning.toString() : "",
                snapshot);
    }
}
