package dev.sluice.ops;

import dev.sluice.spec.ClassList;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.SnapshotHistory;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a running pipeline: a look a second, the books of all partitions as often, a question to the outside every five
 * seconds, the snapshots as they come and, once, those that were there before. Each on a thread of its own, since those that
 * ask Kafka may have to wait for it. Everything that metrics, health and page need, in memory; it decides nothing.
 */
public final class Watch implements Observed, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final long ASK_MILLIS = 5_000;
    private static final int THREADS = 4;

    private final Pipeline pipeline;
    private final PipelineSpec spec;
    private final Connection connection;
    private final History history = new History();
    private final RecentWindow window = new RecentWindow();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<KafkaStreamsMetrics> bound;
    private final ScheduledExecutorService looking = Executors.newScheduledThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "sluice-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final Probes probes;
    private final Ledgers ledgers;
    private volatile Reading reading;
    private volatile Outside outside = Outside.WELL;
    private volatile Recent recent = Recent.NONE;

    /** @param classesShown how many classes have metrics of their own */
    public Watch(Pipeline pipeline, PipelineSpec spec, Connection connection, int classesShown) {
        this.pipeline = pipeline;
        this.spec = spec;
        this.connection = connection;
        this.probes = new Probes(connection);
        this.ledgers = new Ledgers(connection, spec);
        reading = Reading.of(pipeline, ledgers.books());
        registry.getPrometheusRegistry()
                .register(new LedgerMetrics(
                        () -> Reading.of(pipeline, ledgers.books()), history, spec.classes(), classesShown));
        bound = List.of(
                new KafkaStreamsMetrics(pipeline.filter(), List.of(Tag.of("app", "filter"))),
                new KafkaStreamsMetrics(pipeline.learner(), List.of(Tag.of("app", "learner"))));
        bound.forEach(metrics -> metrics.bindTo(registry));
        looking.scheduleWithFixedDelay(quietly(this::look), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        looking.scheduleWithFixedDelay(quietly(() -> outside = probes.ask()), 0, ASK_MILLIS, TimeUnit.MILLISECONDS);
        looking.scheduleWithFixedDelay(quietly(ledgers::readOn), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        looking.schedule(quietly(this::lookBack), 0, TimeUnit.MILLISECONDS);
    }

    private interface Work {
        void run() throws Exception;
    }

    // What a look fails of must not end the looking.
    private static Runnable quietly(Work work) {
        return () -> {
            try {
                work.run();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (Exception fault) {
                LOG.debug("a look at the pipeline failed", fault);
            }
        };
    }

    private void look() {
        Reading now = Reading.of(pipeline, ledgers.books());
        if (now.snapshot() != null) {
            history.take(now.snapshot(), now.time());
        }
        recent = window.take(now);
        reading = now;
    }

    private void lookBack() {
        try (SnapshotHistory past = new SnapshotHistory(connection, spec)) {
            if (past.exists()) {
                past.forEach(kept -> kept.snapshot()
                        .filter(snapshot ->
                                snapshot.classListHash().equals(spec.classes().hash()))
                        .ifPresent(snapshot -> history.take(snapshot, kept.time())));
            }
        }
    }

    @Override
    public Reading reading() {
        return reading;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public Verdict verdict() {
        return Verdict.of(reading, outside, history, recent, classes());
    }

    @Override
    public Health live() {
        return Health.live(reading);
    }

    @Override
    public Health ready() {
        return Health.ready(reading, outside, System.currentTimeMillis());
    }

    @Override
    public String metrics() {
        return registry.scrape();
    }

    @Override
    public String pipeline() {
        return spec.name();
    }

    @Override
    public ClassList classes() {
        return spec.classes();
    }

    @Override
    public void close() {
        looking.shutdownNow();
        bound.forEach(KafkaStreamsMetrics::close);
        probes.close();
        ledgers.close();
        registry.close();
    }
}
