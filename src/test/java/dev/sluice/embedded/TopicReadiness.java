package dev.sluice.embedded;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Makes new topics usable before they are used. A topic exists as soon as the controller says so, but its leaders may
 * not serve it yet, and a storm of records sent in that moment can be lost. Asking every partition for its offsets makes
 * sure that they do.
 */
public final class TopicReadiness {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private TopicReadiness() {}

    /** Creates topics and returns when they can be written to. */
    public static void create(Admin admin, Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        admin.createTopics(topics).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        await(admin, topics.stream().map(NewTopic::name).toList());
    }

    /** Returns when every partition of the topics answers. */
    public static void await(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                ask(admin, topics);
                return;
            } catch (ExecutionException notYet) {
                if (!(notYet.getCause() instanceof RetriableException) || System.nanoTime() > end) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static void ask(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> known =
                admin.describeTopics(topics).allTopicNames().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> ends = known.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        admin.listOffsets(ends).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
