package dev.sluice.load;

import dev.sluice.avro.Side;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicReport;
import dev.sluice.stream.TopicSetup;

/**
 * The two input topics, known to be there and to have as many partitions each.
 *
 * @param samples topic of the samples
 * @param logits topic of the logits
 * @param partitions of each
 */
public record InputTopics(String samples, String logits, int partitions) {

    /**
     * Looks the topics up.
     *
     * @throws LoadFailure when one is missing
     * @throws dev.sluice.stream.TopicsUnfitException when they are not co-partitioned
     * @throws dev.sluice.stream.KafkaUnavailableException when Kafka does not answer
     */
    public static InputTopics find(Connection connection, PipelineSpec spec) {
        TopicReport report = new TopicSetup(connection).check(spec);
        String samples = spec.topics().samples();
        String logits = spec.topics().logits();
        int partitions = 0;
        for (TopicReport.State topic : report.topics()) {
            if (topic.name().equals(samples) || topic.name().equals(logits)) {
                if (topic.status() == TopicReport.Status.MISSING) {
                    throw new LoadFailure("topic " + topic.name()
                            + " does not exist: create the pipeline's topics with `sluice topics create -f FILE`");
                }
                partitions = topic.partitions();
            }
        }
        return new InputTopics(samples, logits, partitions);
    }

    /** The topic of one side. */
    public String of(Side side) {
        return side == Side.SAMPLE ? samples : logits;
    }
}
