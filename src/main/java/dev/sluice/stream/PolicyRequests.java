package dev.sluice.stream;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.PolicyRequest;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks the learner of a pipeline for another policy. */
public final class PolicyRequests {

    private static final int WITHIN_MILLIS = 30_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Connection connection;
    private final PipelineSpec spec;
    private final ControlTopics control;

    public PolicyRequests(Connection connection, PipelineSpec spec) {
        this.connection = connection;
        this.spec = spec;
        this.control = new ControlTopics(connection, spec);
    }

    /** Whether an instance runs that could answer. */
    public boolean answered() {
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            return admin.groupIsActive(spec.learnerId());
        }
    }

    /** Writes a request, where the learner reads it after everything that stands before. */
    public void send(PolicyRequest request) {
        Properties settings = connection.kafka();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WITHIN_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WITHIN_MILLIS / 2);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        byte[] key = ControlKeys.request(request.getId()).getBytes(StandardCharsets.UTF_8);
        byte[] value = new ControlCodec<>(PolicyRequest.class).encode(request);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(spec.talliesTopic(), 0, key, value))
                    .get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException(connection + ": interrupted while asking for a policy", stop);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } catch (KafkaException failed) {
            throw failure(failed);
        }
    }

    private KafkaUnavailableException failure(Throwable cause) {
        if (cause instanceof AuthorizationException) {
            return new KafkaUnavailableException(
                    cause.getMessage() + " Writing to " + spec.talliesTopic() + " must be allowed", cause);
        }
        return new KafkaUnavailableException(
                connection + ": the policy could not be asked for: " + cause.getMessage(), cause);
    }

    /**
     * Waits for the answer.
     *
     * @param within how long
     * @param tick is told at every look how long it has been
     * @return what the topic of policies holds once the request is answered; empty when it is not by then
     */
    public Optional<PolicyLog> await(String id, Duration within, Consumer<Duration> tick) {
        long start = System.nanoTime();
        while (true) {
            PolicyLog log = control.policyLog();
            if (log.answered().contains(id)) {
                return Optional.of(log);
            }
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            if (passed.compareTo(within) > 0 || Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            tick.accept(passed);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
