package dev.sluice.load;

import dev.sluice.avro.Side;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The two input topics, known to be there and to have as many partitions each.
 *
 * @param samples topic of the samples
 * @param logits topic of the logits
 * @param partitions of each
 */
public record InputTopics(String samples, String logits, int partitions) {

    private static final int ANSWER_WITHIN_MILLIS = 15_000;

    /**
     * Looks the topics up.
     *
     * @throws LoadFailure when one is missing, when they are not co-partitioned, or when Kafka does not answer
     */
    public static InputTopics find(Connection connection, PipelineSpec spec) {
        String samples = spec.topics().samples();
        String logits = spec.topics().logits();
        Properties settings = connection.kafka();
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            Map<String, KafkaFuture<TopicDescription>> answers =
                    admin.describeTopics(List.of(samples, logits)).topicNameValues();
            int ofSamples = partitions(connection, samples, answers.get(samples));
            int ofLogits = partitions(connection, logits, answers.get(logits));
            if (ofSamples != ofLogits) {
                throw new LoadFailure("topic " + samples + " has " + ofSamples + " partitions, " + logits + " has "
                        + ofLogits + ": a sample and its logits would not meet; create them anew with the same number");
            }
            return new InputTopics(samples, logits, ofSamples);
        }
    }

    private static int partitions(Connection connection, String topic, KafkaFuture<TopicDescription> answer) {
        try {
            return answer.get().partitions().size();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new LoadFailure(
                        "topic " + topic + " does not exist: create it with `sluice topics create -f FILE --execute`",
                        failed);
            }
            if (failed.getCause() instanceof TimeoutException) {
                throw new LoadFailure(
                        "Kafka does not answer at "
                                + Connection.redact(connection.bootstrapServers())
                                + ": is it running? Another address is given with --bootstrap-server",
                        failed);
            }
            throw new LoadFailure(
                    "topic " + topic + " cannot be looked up: "
                            + failed.getCause().getMessage(),
                    failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("stopped", stop);
        }
    }

    /** The topic of one side. */
    public String of(Side side) {
        return side == Side.SAMPLE ? samples : logits;
    }
}
