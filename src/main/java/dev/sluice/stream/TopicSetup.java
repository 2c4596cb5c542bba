package dev.sluice.stream;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Creates the topics of a pipeline, and checks those that exist, and the features of the brokers.
 *
 * <p>Topics that exist are left as they are unless that is asked for, and then only settings are changed that make them
 * keep or accept more. What a pipeline cannot work with is refused before anything is created or changed. Doing it twice
 * does nothing the second time.
 */
public final class TopicSetup {

    /** How often we look for a topic that exists and is not listed yet; each look is a round trip or more. */
    private static final int LOOKS = 100;

    private final Connection connection;

    public TopicSetup(Connection connection) {
        this.connection = connection;
    }

    /**
     * Creates what is missing, and returns when every new partition can be written to.
     *
     * @throws TopicsUnfitException when topics that exist do not fit, before anything is created
     * @throws KafkaUnavailableException when Kafka cannot be asked
     */
    public TopicReport create(PipelineSpec spec) {
        return run(spec, true, false, GroupProtocol.CLASSIC);
    }

    /** Like {@link #create}, and alters settings of topics that exist where this is safe. */
    public TopicReport createAndAlter(PipelineSpec spec) {
        return run(spec, true, true, GroupProtocol.CLASSIC);
    }

    /**
     * Checks without creating anything; topics that are not there are reported as missing.
     *
     * @throws TopicsUnfitException when topics that exist do not fit
     * @throws KafkaUnavailableException when Kafka cannot be asked
     */
    public TopicReport check(PipelineSpec spec) {
        return run(spec, false, false, GroupProtocol.CLASSIC);
    }

    /**
     * Checks that everything is there and fits, for whoever is about to use it.
     *
     * @throws TopicsUnfitException when topics are missing, or records would be lost
     * @throws KafkaUnavailableException when Kafka cannot be asked
     */
    public TopicReport require(PipelineSpec spec) {
        return require(spec, GroupProtocol.CLASSIC);
    }

    /** Like {@link #require(PipelineSpec)}, and that the brokers know how instances are to share the partitions. */
    public TopicReport require(PipelineSpec spec, GroupProtocol protocol) {
        TopicReport report = run(spec, false, false, protocol);
        List<String> reasons = new ArrayList<>();
        if (!report.missing().isEmpty()) {
            reasons.add(String.join(", ", report.missing()) + " do not exist: create them with `sluice topics create`");
        }
        for (TopicReport.State topic : report.topics()) {
            topic.differences().stream()
                    .filter(TopicDifference::losesData)
                    .forEach(difference -> reasons.add(topic.name() + " " + difference.sentence()));
        }
        report.broker().stream().filter(BrokerNote::refused).forEach(note -> reasons.add(note.sentence()));
        refuse(reasons);
        return report;
    }

    private TopicReport run(PipelineSpec spec, boolean create, boolean alter, GroupProtocol protocol) {
        List<TopicPlan.Topic> plan = TopicPlan.of(spec);
        TopicRules rules = new TopicRules(spec, Connection.redact(connection.bootstrapServers()));
        Map<String, TopicReport.Status> done = new HashMap<>();
        Map<String, List<String>> altered = new HashMap<>();
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            List<BrokerNote> notes = admin.features()
                    .notes(protocol == GroupProtocol.STREAMS, Connection.redact(connection.bootstrapServers()));
            // A topic that another client has just made may not be listed yet: then creating it is refused, and we look
            // again until we see how it was made.
            for (int look = 0; look < LOOKS; look++) {
                Map<String, TopicFacts> found = find(admin, spec, plan);
                refuseUnfit(spec, plan, rules, found, alter);
                if (alter && altered.isEmpty()) {
                    altered.putAll(alter(admin, plan, rules, found));
                    altered.keySet().forEach(topic -> done.put(topic, TopicReport.Status.ALTERED));
                    if (!altered.isEmpty()) {
                        continue;
                    }
                }
                List<TopicPlan.Topic> missing = plan.stream()
                        .filter(topic -> !found.containsKey(topic.name()) && !done.containsKey(topic.name()))
                        .toList();
                if (missing.isEmpty() || !create) {
                    return new TopicReport(
                            plan.stream()
                                    .map(topic -> state(topic, found.get(topic.name()), rules, done, altered))
                                    .toList(),
                            notes);
                }
                List<TopicPlan.Topic> made = admin.create(missing);
                made.forEach(topic -> done.put(topic.name(), TopicReport.Status.CREATED));
                admin.awaitLeaders(made);
            }
        }
        throw new KafkaUnavailableException(
                connection + ": topics exist that Kafka does not describe, try again in a while", null);
    }

    private static Map<String, TopicFacts> find(TopicAdmin admin, PipelineSpec spec, List<TopicPlan.Topic> plan) {
        List<String> names = Stream.concat(
                        plan.stream().map(TopicPlan.Topic::name),
                        Stream.of(StoredInputs.changelog(spec.filterId(), Stores.ENTRIES)))
                .toList();
        Map<String, TopicDescription> described = admin.describe(names);
        Map<String, Config> settings = admin.settings(described.keySet());
        Map<String, TopicFacts> facts = new HashMap<>();
        described.forEach((name, topic) -> facts.put(name, TopicFacts.of(topic, settings.get(name))));
        return facts;
    }

    /** Whoever only creates may still fit the file to inputs that are there; whoever runs may not, see {@link #require}. */
    private static void refuseUnfit(
            PipelineSpec spec,
            List<TopicPlan.Topic> plan,
            TopicRules rules,
            Map<String, TopicFacts> found,
            boolean alter) {
        List<String> reasons = new ArrayList<>(CoPartitioning.problems(spec, found));
        for (TopicPlan.Topic topic : plan) {
            TopicFacts facts = found.get(topic.name());
            if (facts == null) {
                continue;
            }
            for (TopicDifference difference : rules.differences(topic, facts)) {
                boolean fileMayFollow = topic.role() == TopicPlan.Role.INPUT
                        && difference.setting().equals("partitions");
                if (difference.losesData() && !fileMayFollow && !(alter && difference.alterable())) {
                    reasons.add(topic.name() + " " + difference.sentence());
                }
            }
        }
        refuse(reasons);
    }

    private static Map<String, List<String>> alter(
            TopicAdmin admin, List<TopicPlan.Topic> plan, TopicRules rules, Map<String, TopicFacts> found) {
        Map<String, Map<String, String>> wanted = new HashMap<>();
        for (TopicPlan.Topic topic : plan) {
            TopicFacts facts = found.get(topic.name());
            if (facts != null) {
                for (TopicDifference difference : rules.differences(topic, facts)) {
                    if (difference.alterable()) {
                        wanted.computeIfAbsent(topic.name(), name -> new HashMap<>())
                                .put(difference.setting(), difference.plannedValue());
                    }
                }
            }
        }
        admin.alter(wanted);
        Map<String, List<String>> altered = new HashMap<>();
        wanted.forEach((topic, settings) ->
                altered.put(topic, settings.keySet().stream().sorted().toList()));
        return altered;
    }

    private static TopicReport.State state(
            TopicPlan.Topic topic,
            TopicFacts found,
            TopicRules rules,
            Map<String, TopicReport.Status> done,
            Map<String, List<String>> altered) {
        TopicReport.Status status = done.get(topic.name());
        if (found == null || status == TopicReport.Status.CREATED) {
            return new TopicReport.State(
                    topic.name(),
                    status == null ? TopicReport.Status.MISSING : status,
                    topic.partitions(),
                    0,
                    topic.cleanup(),
                    topic.retention().orElse(-1),
                    topic.key(),
                    List.of(),
                    List.of());
        }
        List<String> set = altered.getOrDefault(topic.name(), List.of());
        return new TopicReport.State(
                topic.name(),
                status == null ? TopicReport.Status.EXISTS : status,
                found.partitions(),
                found.replication(),
                found.cleanup(),
                found.retention(),
                topic.key(),
                set,
                // A broker may still answer with the setting of a moment ago.
                rules.differences(topic, found).stream()
                        .filter(difference -> !set.contains(difference.setting()))
                        .toList());
    }

    private static void refuse(List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new TopicsUnfitException(reasons);
        }
    }
}
