package dev.sluice.stream;

import dev.sluice.spec.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Which topics a pipeline cannot work with, and which it can although they differ from the plan. */
final class TopicRules {

    private TopicRules() {}

    /**
     * Refuses topics that would break a promise.
     *
     * @param partitions of an existing topic, 0 for one that does not exist
     * @param cleanup policy of an existing topic, empty for one that does not exist
     * @throws TopicsUnfitException with every reason
     */
    static void refuse(List<TopicPlan.Topic> plan, ToIntFunction<String> partitions, Function<String, String> cleanup) {
        List<String> reasons = new ArrayList<>();
        refuseUnlikeInputs(inputs(plan), partitions, reasons);
        for (TopicPlan.Topic topic : plan) {
            int count = partitions.applyAsInt(topic.name());
            if (count == 0) {
                continue;
            }
            boolean compacted = cleanup.apply(topic.name()).contains("compact");
            boolean deleted = cleanup.apply(topic.name()).contains("delete");
            if (topic.role() == TopicPlan.Role.CONTROL && count != 1) {
                reasons.add(topic.name() + " has " + count
                        + " partitions, it needs exactly 1: delete it, or give the pipeline another name");
            }
            if (topic.role() == TopicPlan.Role.CONTROL && deleted) {
                reasons.add(topic.name() + " has cleanup.policy=" + cleanup.apply(topic.name())
                        + ", which forgets history: set it to compact");
            }
            if (topic.role() != TopicPlan.Role.CONTROL && compacted) {
                reasons.add(topic.name() + " has cleanup.policy=" + cleanup.apply(topic.name())
                        + ", which drops all but the last row of an id: set it to delete");
            }
        }
        if (!reasons.isEmpty()) {
            throw new TopicsUnfitException(reasons);
        }
    }

    /** Inputs must be co-partitioned: a sample and its logits have to meet in one task. */
    private static void refuseUnlikeInputs(
            List<TopicPlan.Topic> inputs, ToIntFunction<String> partitions, List<String> reasons) {
        TopicPlan.Topic samples = inputs.get(0);
        TopicPlan.Topic logits = inputs.get(1);
        int ofSamples = partitions.applyAsInt(samples.name());
        int ofLogits = partitions.applyAsInt(logits.name());
        if (ofSamples == ofLogits) {
            return;
        }
        if (ofSamples > 0 && ofLogits > 0) {
            int fewer = Math.min(ofSamples, ofLogits);
            int more = Math.max(ofSamples, ofLogits);
            String smaller = fewer == ofSamples ? samples.name() : logits.name();
            reasons.add(samples.name() + " has " + ofSamples + " partitions and " + logits.name() + " has " + ofLogits
                    + ", so a sample and its logits would not meet: recreate " + smaller + " with " + more
                    + " partitions and write its records again");
        } else if (Math.max(ofSamples, ofLogits) != samples.partitions()) {
            String there = ofSamples > 0 ? samples.name() : logits.name();
            String missing = ofSamples > 0 ? logits.name() : samples.name();
            int count = Math.max(ofSamples, ofLogits);
            reasons.add(there + " has " + count + " partitions, so " + missing
                    + " needs as many: set topics.partitions to " + count);
        }
    }

    /** What differs from the plan although the pipeline works, each with what it means. */
    static List<String> differences(
            TopicPlan.Topic planned, int partitions, String cleanup, long retention, String timestamps) {
        List<String> differences = new ArrayList<>();
        if (planned.role() != TopicPlan.Role.CONTROL && partitions != planned.partitions()) {
            differences.add("has " + partitions + " partitions, the file says " + planned.partitions()
                    + ": set topics.partitions to " + partitions + " if that is meant");
        }
        boolean shorter = planned.retention().isPresent()
                && cleanup.contains("delete")
                && retention >= 0
                && retention < planned.retention().getAsLong();
        if (shorter) {
            differences.add("keeps " + days(retention) + ", not "
                    + days(planned.retention().getAsLong())
                    + ": rows whose event time is older are deleted on arrival, so a replay of older data is lost");
        }
        if (!timestamps.equals("CreateTime")) {
            differences.add("stamps records itself (" + timestamps + "): event times are lost,"
                    + " set message.timestamp.type to CreateTime");
        }
        return differences;
    }

    private static List<TopicPlan.Topic> inputs(List<TopicPlan.Topic> plan) {
        return plan.stream()
                .filter(topic -> topic.role() == TopicPlan.Role.INPUT)
                .toList();
    }

    private static String days(long millis) {
        return Durations.format(Duration.ofMillis(millis));
    }
}
