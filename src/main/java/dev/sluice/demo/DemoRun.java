package dev.sluice.demo;

import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.avro.Side;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.load.LoadFailure;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationReport;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Account;
import dev.sluice.stream.Pipeline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The demo on a pipeline that is already running: writes the stream, ends it with ticks, waits until everything has come
 * to rest, recounts, and holds the verdicts against the truth.
 */
public final class DemoRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(50);

    private final PipelineSpec spec;
    private final Connection connection;
    private final Registry registry;
    private final Pipeline pipeline;

    public DemoRun(PipelineSpec spec, Connection connection, Registry registry, Pipeline pipeline) {
        this.spec = spec;
        this.connection = connection;
        this.registry = registry;
        this.pipeline = pipeline;
    }

    /** How many records a run sends, ticks not counted. */
    public static long records(long seed, long items) {
        return new DemoStream(seed, items, 0).records();
    }

    /** Waits until the pipeline runs, so that its start is not measured. */
    public void awaitRunning() {
        await(() -> pipeline.running() && pipeline.account().isPresent(), "the pipeline did not start");
    }

    /**
     * Runs.
     *
     * @param seed of the stream
     * @param items how many items happen in it
     * @param sent told how many records were sent so far
     * @param taken told how many records the pipeline has taken so far
     */
    public DemoResult run(long seed, long items, LongConsumer sent, LongConsumer taken)
            throws RegistryUnavailableException, SchemaRefusedException {
        long end = System.currentTimeMillis();
        DemoStream stream = new DemoStream(seed, items, end);
        InputTopics topics = InputTopics.find(connection, spec);
        long started = System.nanoTime();
        long records = 0;
        try (InputWriter writer = new InputWriter(connection, registry, topics)) {
            DemoWriter demo = new DemoWriter(writer, topics, registry);
            while (stream.hasNext()) {
                demo.send(stream.next());
                sent.accept(++records);
            }
            for (Side side : Side.values()) {
                writer.tick(side, end + spec.pairing().waiting().toMillis() + 1);
            }
            writer.flush();
        }
        long inputs = records;
        await(() -> atRest(inputs, taken), "the pipeline did not come to rest");
        Verification verification = new Verification(connection, registry, spec);
        await(verification::allTaken, "the pipeline did not commit its work");
        double seconds = (System.nanoTime() - started) / 1e9;
        DemoScore score = new DemoScore(new DemoWorld(seed));
        VerificationReport report = verification.run(score);
        Snapshot newest = pipeline.snapshot();
        Optional<ModelStatistics> learnt = newest == null ? Optional.empty() : newest.statistics(DemoWriter.MODEL);
        return new DemoResult(
                spec,
                report,
                score,
                learnt.map(ModelStatistics::thresholds).orElse(new double[0]),
                newest == null ? null : newest.version().toString(),
                inputs,
                seconds);
    }

    private boolean atRest(long inputs, LongConsumer taken) {
        Optional<Account> account = pipeline.account();
        account.ifPresent(now -> taken.accept(now.inputs() - now.pending() - now.parked()));
        return account.isPresent()
                && account.get().inputs() >= inputs
                && account.get().pending() + account.get().parked() == 0;
    }

    private void await(BooleanSupplier condition, String otherwise) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        Account before = null;
        while (!condition.getAsBoolean()) {
            if (pipeline.failed()) {
                throw new LoadFailure("the demo's pipeline stopped: run it again with --debug to see why");
            }
            Account now = pipeline.account().orElse(null);
            if (now != null && !now.equals(before)) {
                before = now;
                patience = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() > patience) {
                throw new LoadFailure(otherwise + " within " + PATIENCE.toSeconds() + " s of its last sign of life: "
                        + (now == null ? "its stores cannot be read" : now));
            }
            LockSupport.parkNanos(POLL);
        }
    }
}
