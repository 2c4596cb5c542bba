package dev.sluice.stream;

import dev.sluice.avro.BreakerRegistry;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.judge.Policy;
import dev.sluice.noise.Snapshot;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PairingSpec.StoreKind;
import dev.sluice.spec.PipelineSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** One running instance of a pipeline: the filter and the learner, started and stopped together. */
public final class Pipeline implements AutoCloseable {

    /**
     * How a pipeline is run on this machine, as against what it does.
     *
     * @param stateDir local files of Kafka Streams, of this instance alone
     * @param threads of the filter
     * @param adoptPolicy whether the file's policy becomes the next version where it differs
     * @param who stands in a policy that this instance writes
     * @param protocol how instances share the partitions; the same for all of them
     * @param standbys copies of the state that other instances keep warm; empty leaves it as it is configured
     * @param rocksBytes native memory of all RocksDB stores together
     */
    public record Options(
            Path stateDir,
            int threads,
            boolean adoptPolicy,
            String who,
            GroupProtocol protocol,
            OptionalInt standbys,
            long rocksBytes) {

        /** Native memory of RocksDB stores where nobody says otherwise. */
        public static final long ROCKS_BYTES = 256L << 20;

        /** With the defaults of a single instance. */
        public Options(Path stateDir, int threads, boolean adoptPolicy, String who) {
            this(stateDir, threads, adoptPolicy, who, GroupProtocol.CLASSIC, OptionalInt.empty(), ROCKS_BYTES);
        }
    }

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);

    private final SnapshotFeed snapshots = new SnapshotFeed();
    private final PolicyFeed policies = new PolicyFeed();
    private final GuardWatch guards;
    private final RocksMemory memory;
    private final RestoreWatch restores = new RestoreWatch(snapshots);
    private final KafkaStreams filter;
    private final KafkaStreams learner;
    private final FaultHandler faults;
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * Reads the control topics, resolves the schemas and puts both applications together; nothing runs yet.
     *
     * @throws RegistryUnavailableException when the registry cannot be asked for the output schemas
     * @throws SchemaRefusedException when the registry does not take an output schema
     * @throws GenerationException when the file does not go with what is in force in the topics
     */
    public Pipeline(PipelineSpec spec, Connection connection, Registry registry, Options options)
            throws RegistryUnavailableException, SchemaRefusedException {
        this(spec, connection, registry, options, null);
    }

    /**
     * The same for a file that names a scorer.
     *
     * @param scorer the model; whoever opened it closes it, after this
     * @throws IllegalArgumentException when the file names a scorer and there is none, or the other way round
     */
    public Pipeline(PipelineSpec spec, Connection connection, Registry registry, Options options, Scorer scorer)
            throws RegistryUnavailableException, SchemaRefusedException {
        if (spec.scorer().isPresent() != (scorer != null)) {
            throw new IllegalArgumentException("the file names "
                    + (scorer == null ? "a scorer, and none is given" : "no scorer, and one is given"));
        }
        ControlTopics control = new ControlTopics(connection, spec);
        OutputSchemas schemas = OutputSchemas.register(registry, spec);
        int generation = new Generations(connection, spec).choose(options.adoptPolicy());
        Optional<dev.sluice.avro.Snapshot> newest = control.newestSnapshot();
        snapshots.expect(spec);
        guards = new GuardWatch(spec.classes());
        FilterPlan filterPlan = new FilterPlan(
                spec,
                generation,
                new BreakerRegistry(registry),
                schemas,
                snapshots,
                policies,
                guards,
                sources(spec, connection),
                System::currentTimeMillis,
                scorer);
        PolicyLog policyLog = control.policyLog();
        LearnerPlan learnerPlan = new LearnerPlan(
                spec,
                generation,
                newest.map(snapshot ->
                                new dev.sluice.noise.SnapshotVersion(snapshot.getGeneration(), snapshot.getSequence()))
                        .orElse(null),
                policyLog.newest().orElse(null),
                policyLog.answered(),
                options.adoptPolicy(),
                options.who());
        if (options.protocol() == GroupProtocol.STREAMS && options.standbys().isPresent()) {
            GroupSettings.standbys(
                    connection,
                    List.of(spec.filterId(), spec.learnerId()),
                    options.standbys().getAsInt());
        }
        faults = new FaultHandler();
        memory = spec.pairing().store() == StoreKind.ROCKSDB ? new RocksMemory(options.rocksBytes()) : null;
        filter = new KafkaStreams(
                FilterTopology.build(filterPlan), StreamsSettings.filter(spec, connection, options, memory));
        learner = new KafkaStreams(
                LearnerTopology.build(learnerPlan), StreamsSettings.learner(spec, connection, options));
        for (KafkaStreams part : List.of(filter, learner)) {
            part.setUncaughtExceptionHandler(faults);
            part.setGlobalStateRestoreListener(restores);
            part.setStateListener((now, before) -> {
                if (now == KafkaStreams.State.ERROR) {
                    over.countDown();
                }
            });
        }
    }

    private static FilterPlan.Sources sources(PipelineSpec spec, Connection connection) {
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            Map<String, TopicDescription> inputs = admin.describe(
                    List.of(spec.topics().samples(), spec.topics().logits()));
            return new FilterPlan.Sources(
                    inputs.get(spec.topics().samples()).partitions().size(),
                    inputs.get(spec.topics().logits()).partitions().size());
        }
    }

    public void start() {
        learner.start();
        filter.start();
    }

    /** Whether both applications are running; their stores may still be restoring. */
    public boolean running() {
        return filter.state() == KafkaStreams.State.RUNNING && learner.state() == KafkaStreams.State.RUNNING;
    }

    /** Waits until a part has failed for good or the pipeline is closed; answers the fault, or null. */
    public Throwable awaitEnd() throws InterruptedException {
        over.await();
        return faults.fatal();
    }

    /** Whether a part has failed for good; {@link #awaitEnd} says why. */
    public boolean failed() {
        return faults.fatal() != null;
    }

    /** The newest snapshot that this instance has adopted, or null. */
    public Snapshot snapshot() {
        return snapshots.newest();
    }

    /** The policy that this instance judges by, or null while it knows of none. */
    public Policy policy() {
        return policies.newest();
    }

    /** The guard rails of this instance: breakers that are open, and what its decisions named. */
    public GuardWatch guards() {
        return guards;
    }

    /** Records that this instance read back from changelogs before it could go on, by store. */
    public Map<String, Long> restored() {
        return restores.records();
    }

    /** The partitions that this instance's filter has been given; their stores may still be restoring. */
    public Set<Integer> assigned() {
        Set<Integer> partitions = new TreeSet<>();
        if (!filter.state().isRunningOrRebalancing()) {
            return partitions;
        }
        filter.metadataForLocalThreads()
                .forEach(thread -> thread.activeTasks()
                        .forEach(task -> partitions.add(task.taskId().partition())));
        return partitions;
    }

    /** Records that this instance has still to read back before it can go on. */
    public long restoring() {
        return restores.left();
    }

    /** The filter application, to be measured. */
    public KafkaStreams filter() {
        return filter;
    }

    /** The learner application, to be measured. */
    public KafkaStreams learner() {
        return learner;
    }

    RocksMemory memory() {
        return memory;
    }

    /** What the ledgers of this instance's partitions say, or nothing while its stores cannot be read. */
    public Optional<Account> account() {
        List<Ledger> ledgers = new ArrayList<>();
        try {
            ReadOnlyKeyValueStore<byte[], byte[]> store = filter.store(
                    StoreQueryParameters.fromNameAndType(Stores.LEDGER, QueryableStoreTypes.keyValueStore()));
            try (KeyValueIterator<byte[], byte[]> all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<byte[], byte[]> next = all.next();
                    if (PartitionBooks.isLedger(next.key)) {
                        ledgers.add(LedgerCodec.decode(next.value));
                    }
                }
            }
        } catch (InvalidStateStoreException notNow) {
            return Optional.empty();
        }
        return Optional.of(Account.of(ledgers));
    }

    /** The books of the partitions that this instance has, by partition; of those alone whose store can be read now. */
    public SortedMap<Integer, PartitionBooks> books() {
        SortedMap<Integer, PartitionBooks> books = new TreeMap<>();
        for (int partition : assigned()) {
            try {
                ReadOnlyKeyValueStore<byte[], byte[]> store = filter.store(StoreQueryParameters.fromNameAndType(
                                Stores.LEDGER, QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                        .withPartition(partition));
                books.put(partition, PartitionBooks.read(each -> {
                    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
                        all.forEachRemaining(next -> each.accept(next.key, next.value));
                    }
                }));
            } catch (InvalidStateStoreException | IllegalStateException notNow) {
                // It is being restored or has just gone to another instance: whoever has it shows it.
            }
        }
        return books;
    }

    /** Stops both parts within about ten seconds; what is in flight is taken up again at the next start. */
    @Override
    public void close() {
        over.countDown();
        CloseOptions leave = CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_WITHIN);
        Thread other = new Thread(() -> learner.close(leave), "close-learner");
        other.start();
        filter.close(leave);
        try {
            other.join(TimeUnit.SECONDS.toMillis(CLOSE_WITHIN.toSeconds()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        if (memory != null) {
            memory.close();
        }
    }
}
