package dev.sluice.load;

import dev.sluice.avro.Side;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicReport;
import dev.sluice.stream.TopicSetup;

/**
 * The two input topics, known to be there; and to have as many partitions each, unless they are repartitioned.
 *
 * @param samples topic of the samples
 * @param logits topic of the logits
 * @param partitions of the samples topic
 * @param logitsPartitions of the logits topic
 */
public record InputTopics(String samples, String logits, int partitions, int logitsPartitions) {

    /** Two topics with as many partitions. */
    public InputTopics(String samples, String logits, int partitions) {
        this(samples, logits, partitions, partitions);
    }

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
        int ofSamples = 0;
        int ofLogits = 0;
        for (TopicReport.State topic : report.topics()) {
            if (topic.name().equals(samples) || topic.name().equals(logits)) {
                if (topic.status() == TopicReport.Status.MISSING) {
                    throw new LoadFailure("topic " + topic.name()
                            + " does not exist: create the pipeline's topics with `sluice topics create -f FILE`");
                }
                ofSamples = topic.name().equals(samples) ? topic.partitions() : ofSamples;
                ofLogits = topic.name().equals(logits) ? topic.partitions() : ofLogits;
            }
        }
        return new InputTopics(samples, logits, ofSamples, ofLogits);
    }

    /** How many partitions one side has. */
    public int partitions(Side side) {
        return side == Side.SAMPLE ? partitions : logitsPartitions;
    }

    /** The topic of one side. */
    public String of(Side side) {
        return side == Side.SAMPLE ? samples : logits;
    }
}
