package dev.sluice.stream;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found and done for the topics of a pipeline.
 *
 * @param topics one state for each planned topic, in the order of the plan
 * @param broker features that the brokers have not switched on
 */
public record TopicReport(List<State> topics, List<BrokerNote> broker) {

    /** What became of a topic. */
    public enum Status {
        CREATED,
        EXISTS,
        /** It existed, and settings of it were changed. */
        ALTERED,
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
     * @param altered settings that were changed, by name
     * @param differences what is not as planned, and what to do
     */
    public record State(
            String name,
            Status status,
            int partitions,
            int replication,
            String cleanup,
            long retentionMs,
            String key,
            List<String> altered,
            List<TopicDifference> differences) {}

    public TopicReport {
        topics = List.copyOf(topics);
        broker = List.copyOf(broker);
    }

    /** Everything that the pipeline works with although it should be otherwise, one sentence each. */
    public List<String> warnings() {
        Stream<String> ofTopics = topics.stream()
                .flatMap(topic ->
                        topic.differences().stream().map(difference -> topic.name() + " " + difference.sentence()));
        return Stream.concat(broker.stream().map(BrokerNote::sentence), ofTopics)
                .toList();
    }

    /** The topics that do not exist. */
    public List<String> missing() {
        return topics.stream()
                .filter(state -> state.status() == Status.MISSING)
                .map(State::name)
                .toList();
    }
}
