package dev.sluice.cli;

import dev.sluice.files.ModelScores;
import dev.sluice.judge.Policy;
import dev.sluice.load.JsonRows;
import dev.sluice.load.Progress;
import dev.sluice.replay.DecisionSink;
import dev.sluice.replay.DecisionsCsv;
import dev.sluice.replay.FiledRows;
import dev.sluice.replay.OrderedRehearsal;
import dev.sluice.replay.PairedRows;
import dev.sluice.replay.RecordedOrder;
import dev.sluice.replay.RecordedOrderFile;
import dev.sluice.replay.Rehearsal;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.RehearsalSummary;
import dev.sluice.replay.ScoredLogits;
import dev.sluice.replay.ScoredRows;
import dev.sluice.replay.Unpaired;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice rehearse}: the live learner and judge over files. */
@Command(
        name = "rehearse",
        sortOptions = false,
        description = {
            "Run a pipeline's learner and judge over a data set in files: one pass, no broker.",
            "The decisions are those of a live run with one partition and the same order of arrival. With --order the"
                    + " recorded order of a live run is done again, and every snapshot must come out the same."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice rehearse --labels labels.npy --pred-probs probs.npy --shuffle 1 --out decisions.csv",
            "  sluice rehearse -f my.yaml --labels labels.npy --logits z.npy --order order.jsonl --out again.csv",
            "  sluice rehearse -f my.yaml --jsonl rows.jsonl --out decisions.csv"
        })
final class RehearseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private RowInputOptions input;

    @Option(
            names = "--order",
            order = 15,
            paramLabel = "FILE",
            description = "Do again what a live run did, as `sluice verify --order FILE` recorded it.")
    private Path order;

    @Option(
            names = "--warm-start",
            order = 15,
            paramLabel = "FILE",
            description =
                    "Begin with the snapshot that `sluice audit --snapshot-out FILE` wrote; it serves until enough is"
                            + " learnt here.")
    private Path warmStart;

    @Option(
            names = "--out",
            order = 16,
            paramLabel = "decisions.csv",
            description = {
                "Write one line a sample, in the order of arrival.",
                "`row` is the row of the arrays, or the sample's place among the samples of --jsonl, from 0. What finds"
                        + " no partner there has no line; it is counted as unpaired."
            })
    private Path out;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        if (order != null && input.shuffled()) {
            throw new Misuse("--order and --shuffle exclude each other: the record says how rows arrived");
        }
        if (out != null && !Files.isDirectory(out.toAbsolutePath().getParent())) {
            throw new Misuse("--out " + out + ": its directory does not exist");
        }
        PipelineSpec pipelineSpec = pipeline.loadForData();
        FiledRows rows = open(pipelineSpec);
        PipelineSpec whole =
                pipelineSpec.knowsClasses() ? pipelineSpec : pipelineSpec.withClasses(ClassList.count(rows.classes()));
        RehearsalSetup setup = order == null ? RehearsalSetup.of(whole) : RehearsalSetup.ofRecorded(whole);
        if (warmStart != null) {
            setup = setup.withWarmStart(SnapshotFile.read(warmStart, whole.classes()));
        }
        warn(whole, rows);
        Recorded recorded = order == null ? null : Recorded.read(order, whole.classes());
        long start = System.nanoTime();
        RehearsalSummary summary = out == null
                ? rehearse(setup, rows, recorded, (row, id, decision) -> {})
                : rehearseInto(out, setup, rows, recorded);
        Unpaired unpaired = rows instanceof PairedRows paired ? paired.unpaired() : Unpaired.NONE;
        report(RehearsalReport.of(summary, unpaired, whole.classes(), (System.nanoTime() - start) / 1e9));
        return ExitCode.DONE;
    }

    private record Recorded(RecordedOrder order, SortedMap<Integer, Policy> policies) {

        static Recorded read(Path file, ClassList classes) throws IOException {
            RecordedOrder order = RecordedOrderFile.read(file);
            return new Recorded(order, order.policies(classes));
        }
    }

    private FiledRows open(PipelineSpec pipelineSpec) throws IOException {
        if (!input.asLines()) {
            return scored(pipelineSpec, input.open(pipelineSpec));
        }
        JsonRows lines = input.openLines(pipelineSpec);
        PairedRows paired = new PairedRows(lines.classes().orElse(0), pipelineSpec);
        lines.forEach(paired::add, paired::add);
        paired.finish();
        if (paired.size() == 0) {
            Unpaired unpaired = paired.unpaired();
            throw new CommandFailure(String.format(
                    Locale.ROOT,
                    "%s: no sample has its logits (lines of samples: %d, of logits: %d), check their sample_id",
                    input.linesFile(),
                    unpaired.samples() + unpaired.duplicates(),
                    unpaired.logits() + unpaired.superseded()));
        }
        return paired;
    }

    private static FiledRows scored(PipelineSpec pipelineSpec, List<ModelScores> scores) {
        List<String> missing = new ArrayList<>(
                pipelineSpec.models().stream().map(ModelSpec::id).toList());
        scores.forEach(model -> missing.remove(model.model().id()));
        if (!missing.isEmpty()) {
            throw new Misuse("the scores of " + String.join(", ", missing) + " are missing: the pipeline awaits them,"
                    + " name their file as MODEL=FILE");
        }
        return new ScoredRows(scores);
    }

    // Half a file must not pass for a whole one: it gets its name when it is complete.
    private RehearsalSummary rehearseInto(Path file, RehearsalSetup setup, FiledRows rows, Recorded recorded)
            throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            RehearsalSummary summary;
            try (DecisionsCsv csv = new DecisionsCsv(Files.newBufferedWriter(part))) {
                summary = rehearse(setup, rows, recorded, csv);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return summary;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private RehearsalSummary rehearse(RehearsalSetup setup, FiledRows rows, Recorded recorded, DecisionSink sink)
            throws IOException {
        long[] done = {0};
        try (Progress progress = new Progress(
                "rehearse",
                recorded == null ? rows.size() : recorded.order().rows().size())) {
            DecisionSink counted = (row, id, decision) -> {
                sink.decided(row, id, decision);
                progress.at(++done[0]);
            };
            return recorded == null
                    ? Rehearsal.run(setup, rows, input.order(rows.size()), counted)
                    : OrderedRehearsal.run(setup, recorded.policies(), rows, recorded.order(), counted);
        }
    }

    private void warn(PipelineSpec whole, FiledRows rows) {
        PrintWriter err = spec.commandLine().getErr();
        if (IntStream.range(0, rows.size())
                .noneMatch(row -> rows.scored(row).stream().anyMatch(ScoredLogits::outOfSample))) {
            String why = rows instanceof PairedRows ? "no logits say out_of_sample" : "--in-sample";
            err.println("warning: " + why + ", so nothing is learnt and every row stays in the warm-up");
        }
        if (order == null && whole.learning().window().time().isPresent()) {
            err.println(
                    "warning: rows in files have no event time, learning.window is taken as all: {samples: N} works here");
        }
        err.flush();
    }

    private void report(RehearsalReport report) {
        PrintWriter standard = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            report.lines().forEach(standard::println);
            if (out != null) {
                standard.println("Decisions are in " + out);
            }
            standard.flush();
        }
        json.write(standard, report);
    }
}
