package dev.sluice.cli;

import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.noise.Snapshot;
import dev.sluice.score.ScorerRefusedException;
import dev.sluice.score.Scorers;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Account;
import dev.sluice.stream.GroupProtocol;
import dev.sluice.stream.KafkaFaults;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.Scorer;
import dev.sluice.stream.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice run}: the service. */
@Command(
        name = "run",
        sortOptions = false,
        description = {
            "Run a pipeline until it is stopped: judge what arrives, learn from it, route it.",
            "Any number of instances may run at once; they share the partitions. Stop with Ctrl-C or SIGTERM."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice run -f topologies/quickstart.yaml",
            "  sluice run -f my.yaml --bootstrap-server kafka:9092 --config client.properties --threads 4"
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LOOKS_BETWEEN_NEWS = 10;
    private static final int LEAST_ROCKS_MIB = 16;

    @Mixin
    private PipelineOptions pipelineOptions;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--threads", paramLabel = "N", description = "Stream threads (default: one a core).")
    private int threads;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where Kafka Streams keeps its local files (default: sluice-state in the temporary folder)."
                    + " Everything in it can be restored from Kafka.")
    private Path stateDir;

    @Option(
            names = "--standby",
            paramLabel = "N",
            description = "Copies of each partition's state that other instances keep warm, for a quick take-over"
                    + " (default: as num.standby.replicas of --config says, or none). Give every instance the same.")
    private Integer standbys;

    @Option(
            names = "--group-protocol",
            paramLabel = "classic|streams",
            description = "How instances share the partitions (default: classic). streams: the broker assigns them."
                    + " Give every instance the same, and change it only while none runs.")
    private Protocol protocol = Protocol.classic;

    @Option(
            names = "--rocksdb-memory",
            paramLabel = "MIB",
            description =
                    "Native memory of all RocksDB stores together, where pairing.store is rocksdb (default: 256).")
    private int rocksMib = (int) (Pipeline.Options.ROCKS_BYTES >> 20);

    @Option(
            names = "--adopt-policy",
            description = "Make the file's policy the next version when it differs from the one in force.")
    private boolean adoptPolicy;

    @Mixin
    private HttpOptions http;

    private enum Protocol {
        classic,
        streams
    }

    @Override
    public Integer call() throws Exception {
        PipelineSpec spec = pipelineOptions.load();
        Connection connection = kafka.connection();
        refuseNonsense(connection);
        try (Scorer scorer = scorer(spec)) {
            run(spec, connection, scorer);
        }
        return ExitCode.DONE;
    }

    private void run(PipelineSpec spec, Connection connection, Scorer scorer) throws Exception {
        new TopicSetup(connection)
                .require(spec, groupProtocol())
                .warnings()
                .forEach(warning -> log().warn("{}", warning));
        Logging.hearOfLostBrokers();
        sayWhatIsInForce(spec, connection);
        StopSignal stop = StopSignal.listen();
        try (Pipeline pipeline = open(spec, connection, scorer, stop)) {
            if (pipeline != null) {
                pipeline.start();
                log().info(
                                "{} starts: {} partitions, {}",
                                spec.name(),
                                spec.topics().partitions(),
                                connection);
                try (HttpOptions.Serving serving = http.serve(pipeline, spec, connection)) {
                    watch(pipeline, stop);
                }
            }
            log().info("stopping");
        }
    }

    private Scorer scorer(PipelineSpec spec) {
        try {
            return Scorers.open(spec, pipelineOptions.folder());
        } catch (ScorerRefusedException refused) {
            throw new CommandFailure(refused.getMessage());
        }
    }

    private GroupProtocol groupProtocol() {
        return protocol == Protocol.streams ? GroupProtocol.STREAMS : GroupProtocol.CLASSIC;
    }

    private void refuseNonsense(Connection connection) {
        // Plain consumers, which every command has too, know another protocol by the same key.
        if (connection.config().containsKey("group.protocol")) {
            throw new Misuse("group.protocol in --config is for every client alike: use run --group-protocol");
        }
        if (standbys != null && standbys < 0) {
            throw new Misuse("--standby " + standbys + ": 0 or more");
        }
        if (rocksMib < LEAST_ROCKS_MIB) {
            throw new Misuse("--rocksdb-memory " + rocksMib + ": at least " + LEAST_ROCKS_MIB);
        }
        http.check();
    }

    /** An outage of the registry at the start is waited out; null when we were stopped meanwhile. */
    private Pipeline open(PipelineSpec spec, Connection connection, Scorer scorer, StopSignal stop) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        Path state = stateDir != null ? stateDir : Path.of(System.getProperty("java.io.tmpdir"), "sluice-state");
        Pipeline.Options options = new Pipeline.Options(
                state,
                threads > 0 ? threads : cores,
                adoptPolicy,
                System.getProperty("user.name"),
                groupProtocol(),
                standbys == null ? OptionalInt.empty() : OptionalInt.of(standbys),
                (long) rocksMib << 20);
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        String said = null;
        do {
            try {
                return new Pipeline(spec, connection, registry, options, scorer);
            } catch (RegistryUnavailableException outage) {
                if (!outage.getMessage().equals(said)) {
                    said = outage.getMessage();
                    log().warn("{}; nothing is judged until it answers, asking every {} s", said, RETRY.toSeconds());
                }
            }
        } while (!stop.await(RETRY));
        return null;
    }

    private static void watch(Pipeline pipeline, StopSignal stop) throws InterruptedException {
        Account last = null;
        boolean warned = false;
        for (long looks = 1; !stop.await(LOOK); looks++) {
            if (pipeline.failed()) {
                throw new CommandFailure("the pipeline stopped: " + KafkaFaults.sentence(pipeline.awaitEnd())
                        + "; nothing is lost, it goes on from the last commit when it is started again");
            }
            Optional<Account> now = pipeline.account();
            if (looks % LOOKS_BETWEEN_NEWS == 0 && now.isPresent() && !now.get().equals(last)) {
                last = now.get();
                log().info("{}", sentence(last, pipeline));
            }
            if (!warned && learnsNothing(pipeline.snapshot())) {
                warned = true;
                log().warn(
                                "no logits are out of sample, so NOTHING IS LEARNT and evidence waits for ever: have the producer"
                                        + " set out_of_sample where the model did not train on the label, or set policy.warmUp.route");
            }
        }
    }

    // Evidence has come, and a snapshot of it speaks of no model.
    private static boolean learnsNothing(Snapshot snapshot) {
        return snapshot != null
                && snapshot.models().isEmpty()
                && snapshot.coverage().stream().anyMatch(part -> part.arrived() > 0);
    }

    private static String sentence(Account account, Pipeline pipeline) {
        return account.samples() + " samples, " + account.logits() + " logits: " + account.clean() + " clean, "
                + account.quarantine() + " quarantined, " + account.leftovers() + " leftovers, " + account.letters()
                + " dead letters, " + account.pending() + " pending, " + account.parked() + " parked; snapshot "
                + (pipeline.snapshot() == null
                        ? "none yet"
                        : pipeline.snapshot().version())
                + (account.outOfBalance() == 0 ? "" : "; OUT OF BALANCE BY " + account.outOfBalance());
    }

    private void sayWhatIsInForce(PipelineSpec spec, Connection connection) {
        PolicyChoice choice = new PolicyChoice(spec, connection);
        if (choice.versions().isEmpty()) {
            return;
        }
        PolicyChoice.Chosen inForce = choice.inForce();
        // One that does not fit the file is refused later, with all that is wrong; here it is compared as it stands.
        String text = inForce.draft().good()
                ? inForce.spec().yaml()
                : choice.record(null).getYaml();
        if (inForce.draft().good() && !adoptPolicy) {
            inForce.spec().withoutEffect().forEach(notice -> log().warn("{}", notice));
        }
        List<String> differences = PolicyDiff.lines(text, spec.policy().yaml());
        if (!differences.isEmpty()) {
            log().warn(
                            "policy {} of topic {} is in force; the file's differs and {}:",
                            inForce.name(),
                            spec.policiesTopic(),
                            adoptPolicy
                                    ? "becomes v" + (inForce.version() + 1)
                                    : "is not used (--adopt-policy adopts it)");
            differences.forEach(line -> log().warn("  {}", line));
        }
    }

    // Not a constant: every command line builds all commands, and setting up the log takes longer than most of them.
    private static Logger log() {
        return LoggerFactory.getLogger(RunCommand.class);
    }
}
