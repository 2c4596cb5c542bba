package dev.sluice.stream;

import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.WarmStart;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.SpecException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Looks up which generation of a pipeline is in force, and opens the next one. */
public final class Generations {

    private static final int WITHIN_MILLIS = 30_000;

    private final Connection connection;
    private final PipelineSpec spec;
    private final ControlTopics control;

    public Generations(Connection connection, PipelineSpec spec) {
        this.connection = connection;
        this.spec = spec;
        this.control = new ControlTopics(connection, spec);
    }

    /**
     * How things stand.
     *
     * @param generations every generation that the topics know, by number; none when nothing was ever learnt
     * @param newest newest snapshot, if any
     * @param running whether instances of the pipeline run
     */
    public record Standing(
            SortedMap<Integer, Generation> generations, Optional<SnapshotVersion> newest, boolean running) {

        /** The generation in force; the first one needs no opening. */
        public int inForce() {
            return generations.isEmpty() ? 1 : generations.lastKey();
        }

        /** Whether the generation in force has the class list of the file. */
        public boolean sameClasses(PipelineSpec spec) {
            return generations.isEmpty()
                    || generations
                            .get(inForce())
                            .classListHash()
                            .equals(spec.classes().hash());
        }
    }

    /** Reads the topics and asks for the groups. */
    public Standing standing() {
        SortedMap<Integer, Generation> generations = control.generations();
        Optional<SnapshotVersion> newest = control.newestSnapshot()
                .map(snapshot -> new SnapshotVersion(snapshot.getGeneration(), snapshot.getSequence()));
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            return new Standing(generations, newest, admin.groupIsActive(spec.filterId()));
        }
    }

    /**
     * The generation that an instance with this file belongs to. A class list that was never seen opens the next one.
     *
     * @param adoptsPolicy whether the file's policy is about to become the newest
     * @throws GenerationException when the file does not go with what is in force
     */
    int choose(boolean adoptsPolicy) {
        Standing standing = standing();
        refuseOtherPolicy(adoptsPolicy);
        if (standing.sameClasses(spec)) {
            return standing.inForce();
        }
        refuseOldList(standing);
        if (standing.running()) {
            throw new GenerationException("instances of " + spec.name() + " run with another class list (generation "
                    + standing.inForce() + "): stop them first (one that died counts for ten seconds more), or go over"
                    + " while they run with `sluice reset --execute` and this file, which stops them");
        }
        return open(standing);
    }

    /**
     * Opens the next generation, of which nothing is known. Instances that run go over to it, or stop when they have another class list.
     *
     * @param standing what the next number follows from
     * @return the number of the new generation
     * @throws GenerationException when somebody else opens one at the same moment
     */
    public int open(Standing standing) {
        return open(Generation.opening(standing.inForce() + 1, spec));
    }

    /**
     * Opens the next generation with what was learnt elsewhere, which serves until enough is learnt here.
     *
     * @param standing what the next number follows from
     * @param learnt statistics of models that the pipeline awaits, for its class list
     * @return the number of the new generation
     * @throws GenerationException when somebody else opens one at the same moment
     */
    public int open(Standing standing, Snapshot learnt) {
        if (!learnt.classListHash().equals(spec.classes().hash())) {
            throw new IllegalArgumentException(
                    "snapshot of class list " + learnt.classListHash() + " for " + spec.classes());
        }
        return open(WarmStart.opening(new SnapshotVersion(standing.inForce() + 1, Generation.OPENING), learnt));
    }

    private int open(Snapshot opening) {
        Properties settings = connection.kafka();
        // One at a time: of two that open, the later one ends the earlier one's transaction.
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, spec.name() + "-generation");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WITHIN_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WITHIN_MILLIS / 2);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Generation.openingRecords(opening, spec).forEach(producer::send);
            producer.commitTransaction();
            return opening.version().generation();
        } catch (ProducerFencedException other) {
            throw new GenerationException("somebody else opens a generation of " + spec.name()
                    + " at this moment: look again with `sluice reset`");
        } catch (AuthorizationException denied) {
            throw new KafkaUnavailableException(
                    denied.getMessage() + " Writing to " + spec.talliesTopic() + " and " + spec.snapshotsTopic()
                            + " and the transactional id " + spec.name() + "-generation must be allowed",
                    denied);
        } catch (KafkaException failed) {
            throw new KafkaUnavailableException(
                    connection + ": the generation could not be opened: " + failed.getMessage(), failed);
        }
    }

    // Whoever starts with a list that was left behind has an old file: going back must be said.
    private void refuseOldList(Standing standing) {
        for (Map.Entry<Integer, Generation> known : standing.generations().entrySet()) {
            if (known.getValue().classListHash().equals(spec.classes().hash())) {
                throw new GenerationException(
                        "the file has the class list of generation " + known.getKey() + ", in force is generation "
                                + standing.inForce() + " with another: start with the newer file, or go back to this"
                                + " list with `sluice reset --execute`");
            }
        }
    }

    /**
     * A policy that names classes which are gone would be ignored by every instance, and nothing would be judged.
     *
     * @throws GenerationException when the newest policy does not fit the file's classes
     */
    public void refuseOtherPolicy(boolean adoptsPolicy) {
        if (adoptsPolicy) {
            return;
        }
        control.newestPolicy().ifPresent(policy -> {
            String name = "policy v" + policy.getVersion();
            try {
                PipelineLoader.parsePolicy(name, policy.getYaml()).toPolicy(policy.getVersion(), spec.classes());
            } catch (SpecException | IllegalArgumentException unfit) {
                throw new GenerationException(name + " of topic " + spec.policiesTopic()
                        + " does not fit the file's classes ("
                        + unfit.getMessage() + "): start with --adopt-policy, so that the file's policy becomes v"
                        + (policy.getVersion() + 1));
            }
        });
    }
}
