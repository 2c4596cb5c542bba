package dev.sluice.stream;

import java.util.List;

/**
 * What was found and done for the topics of a pipeline.
 *
 * @param topics one state for each planned topic, in the order of the plan
 */
public record TopicReport(List<State> topics) {

    /** What became of a topic. */
    public enum Status {
        CREATED,
        EXISTS,
        MISSING
    }

    /**
     * One topic as it is.
     *
     * @param name of the topic
     * @param status what became of it
     * @param partitions how many it has, or would get
     * @param replication copies of each partition, 0 for the broker's default
     * @param cleanup {@code delete} or {@code compact}
     * @param retentionMs how long records stay, by event time; -1 for ever
     * @param key what its records are keyed by, in words
     * @param differences what is not as planned, and what to do; the pipeline works all the same
     */
    public record State(
            String name,
            Status status,
            int partitions,
            int replication,
            String cleanup,
            long retentionMs,
            String key,
            List<String> differences) {}

    public TopicReport {
        topics = List.copyOf(topics);
    }

    /** The topics that do not exist. */
    public List<String> missing() {
        return topics.stream()
                .filter(state -> state.status() == Status.MISSING)
                .map(State::name)
                .toList();
    }
}
