package dev.sluice.cli;

import dev.sluice.avro.Registry;
import dev.sluice.files.ModelScores;
import dev.sluice.load.EventTimes;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.load.JsonRows;
import dev.sluice.load.LoadResult;
import dev.sluice.load.Loader;
import dev.sluice.load.Pace;
import dev.sluice.load.Progress;
import dev.sluice.spec.Connection;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice load}: files into the input topics. */
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Write a data set into the input topics of a pipeline.",
            "All files are checked before the first record is sent. Every partition that was written to is ended by a"
                    + " tick, so that what waits in vain is expired and the pipeline comes to rest."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice load -f topologies/quickstart.yaml --labels labels.npy --pred-probs probs.npy --shuffle 1",
            "  sluice load -f topologies/quickstart.yaml --jsonl samples.jsonl --no-tick"
        })
final class LoadCommand implements Callable<Integer> {

    /** Seconds stay below this until 2096; milliseconds passed it in February 1970. */
    private static final long SECONDS_TAKEN_FOR_MILLIS = 4_000_000_000L;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private RowInputOptions input;

    @Option(names = "--rate", order = 15, paramLabel = "R", description = "Rows a second; as fast as it goes without.")
    private Double rate;

    @Option(names = "--no-tick", order = 16, description = "Do not end the partitions: more is to come.")
    private boolean noTick;

    @Mixin
    private EventTimeOptions eventTime;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        PipelineSpec pipelineSpec = pipeline.loadForData();
        if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new Misuse("--rate " + rate + ": must be a number of rows a second above 0");
        }
        JsonRows lines = input.asLines() ? input.openLines(pipelineSpec) : null;
        List<ModelScores> scores = lines == null ? input.open(pipelineSpec) : null;
        if (scores != null && !noTick) {
            warnOfOthers(pipelineSpec, scores);
        }
        int rows = lines == null ? scores.get(0).rows().size() : 0;
        long size = lines != null ? lines.size() : rows;
        if (lines != null && lines.timed()) {
            requireFit(lines, pipelineSpec);
        }
        EventTimes times = eventTime.times(size, pipelineSpec.pairing().futureTolerance());

        Connection connection = kafka.connection();
        InputTopics topics = InputTopics.find(connection, pipelineSpec);
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        LoadResult result;
        try (InputWriter writer = new InputWriter(connection, registry, topics);
                Progress progress = new Progress("load", size)) {
            Pace pace = new Pace(rate == null ? Double.POSITIVE_INFINITY : rate);
            Loader loader = new Loader(writer, times, pace, progress::at);
            if (lines != null) {
                loader.rows(lines);
            } else {
                loader.rows(scores, input.order(rows));
            }
            if (!noTick) {
                loader.tick(pipelineSpec.pairing().waiting());
            }
            result = loader.finish();
            progress.at(size);
        }
        report(result, topics);
        return ExitCode.DONE;
    }

    private void warnOfOthers(PipelineSpec pipelineSpec, List<ModelScores> scores) {
        List<String> others = new ArrayList<>(
                pipelineSpec.models().stream().map(ModelSpec::id).toList());
        scores.forEach(given -> others.remove(given.model().id()));
        if (!others.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("warning: no scores of " + String.join(", ", others) + ", and the tick that ends this load"
                            + " ends the wait for them: give all models at once, or --no-tick");
        }
    }

    private void requireFit(JsonRows lines, PipelineSpec pipelineSpec) {
        if (eventTime.given()) {
            throw new Misuse("--event-start and --event-step do not go with lines that have an event_time: take one");
        }
        lines.requireUpTo(Instant.now().plus(pipelineSpec.pairing().futureTolerance()));
        long newest = lines.newest().getAsLong();
        if (newest < SECONDS_TAKEN_FOR_MILLIS) {
            spec.commandLine()
                    .getErr()
                    .println("warning: the newest event_time is " + Instant.ofEpochMilli(newest)
                            + ": it is in milliseconds, were these seconds?");
        }
    }

    private void report(LoadResult result, InputTopics topics) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            out.printf(
                    Locale.ROOT,
                    "%,d samples into %s, %,d logits into %s, %d ticks, %.1f s%n",
                    result.samples(),
                    topics.samples(),
                    result.logits(),
                    topics.logits(),
                    result.ticks(),
                    result.seconds());
            out.flush();
        }
        json.write(out, result);
    }
}
