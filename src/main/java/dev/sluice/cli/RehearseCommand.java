package dev.sluice.cli;

import dev.sluice.files.LabelledRows;
import dev.sluice.load.Progress;
import dev.sluice.noise.ModelKey;
import dev.sluice.replay.DecisionSink;
import dev.sluice.replay.DecisionsCsv;
import dev.sluice.replay.OrderedRehearsal;
import dev.sluice.replay.RecordedOrder;
import dev.sluice.replay.RecordedOrderFile;
import dev.sluice.replay.Rehearsal;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.RehearsalSummary;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
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
            "  sluice rehearse -f my.yaml --labels labels.npy --logits z.npy --order order.jsonl --out again.csv"
        })
final class RehearseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private RowInputOptions input;

    @Option(
            names = "--model-version",
            order = 14,
            paramLabel = "V",
            defaultValue = "1",
            description = "Version of the model's parameters. Default: ${DEFAULT-VALUE}")
    private String modelVersion;

    @Option(
            names = "--order",
            order = 15,
            paramLabel = "FILE",
            description = "Do again what a live run did, as `sluice verify --order FILE` recorded it.")
    private Path order;

    @Option(
            names = "--out",
            order = 16,
            paramLabel = "decisions.csv",
            description = "Write one line a sample, in the order of arrival.")
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
        LabelledRows rows = input.open(
                pipelineSpec.knowsClasses()
                        ? OptionalInt.of(pipelineSpec.classes().size())
                        : OptionalInt.empty());
        PipelineSpec whole =
                pipelineSpec.knowsClasses() ? pipelineSpec : pipelineSpec.withClasses(ClassList.count(rows.classes()));
        RehearsalSetup setup = RehearsalSetup.of(
                whole, new ModelKey(input.model(whole.model().id()), modelVersion), input.outOfSample());
        warn(whole);
        RecordedOrder recorded = order == null ? null : RecordedOrderFile.read(order);
        long start = System.nanoTime();
        RehearsalSummary summary = out == null
                ? rehearse(setup, rows, recorded, (row, id, decision) -> {})
                : rehearseInto(out, setup, rows, recorded);
        report(RehearsalReport.of(summary, (System.nanoTime() - start) / 1e9), whole.classes());
        return ExitCode.DONE;
    }

    // Half a file must not pass for a whole one: it gets its name when it is complete.
    private RehearsalSummary rehearseInto(Path file, RehearsalSetup setup, LabelledRows rows, RecordedOrder recorded)
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

    private RehearsalSummary rehearse(
            RehearsalSetup setup, LabelledRows rows, RecordedOrder recorded, DecisionSink sink) throws IOException {
        long[] done = {0};
        try (Progress progress = new Progress(
                "rehearse", recorded == null ? rows.size() : recorded.rows().size())) {
            DecisionSink counted = (row, id, decision) -> {
                sink.decided(row, id, decision);
                progress.at(++done[0]);
            };
            return recorded == null
                    ? Rehearsal.run(setup, rows, input.order(rows), counted)
                    : OrderedRehearsal.run(setup, rows, recorded, counted);
        }
    }

    private void warn(PipelineSpec whole) {
        PrintWriter err = spec.commandLine().getErr();
        if (!input.outOfSample()) {
            err.println("warning: --in-sample, so nothing is learnt and every row stays in the warm-up");
        }
        if (whole.learning().window().toWindow().bounded()) {
            err.println("warning: rows in files have no event time, learning.window is taken as all");
        }
        err.flush();
    }

    private void report(RehearsalReport report, ClassList classes) {
        PrintWriter standard = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            report.lines(classes).forEach(standard::println);
            if (out != null) {
                standard.println("Decisions are in " + out);
            }
            standard.flush();
        }
        json.write(standard, report);
    }
}
