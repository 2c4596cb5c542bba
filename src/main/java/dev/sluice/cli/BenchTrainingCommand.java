package dev.sluice.cli;

import dev.sluice.bench.TrainingBench;
import dev.sluice.bench.TrainingReport;
import dev.sluice.bench.TrainingRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice bench training}: real training on a set with wrong labels, once for each treatment. */
@Command(
        name = "training",
        sortOptions = false,
        description = {
            "Train a model on drawn digits whose labels were spoiled, once for each treatment, and test it on true labels.",
            "Needs PyTorch, which is packed on demand: ./mvnw -Ptraining -DskipTests package"
        },
        footerHeading = "%nExample:%n",
        footer = {"  sluice bench training --seeds 3", "  sluice bench training --seeds 1 --steps 500 --json"})
final class BenchTrainingCommand implements Callable<Integer> {

    private static final int LEAST = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "S",
            defaultValue = "3",
            description = "How often each cell is repeated. Default: ${DEFAULT-VALUE}")
    private int seeds;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Rows to train on. Default: ${DEFAULT-VALUE}")
    private int samples;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "3000",
            description = "Optimiser steps of every training. Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(names = "--no-live", description = "Leave out the training on rows that went through Kafka.")
    private boolean noLive;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        if (seeds < 1 || seeds > 100) {
            throw new Misuse("--seeds " + seeds + " is outside 1..100");
        }
        if (samples < LEAST || steps < 1) {
            throw new Misuse("--samples " + samples + " --steps " + steps + ": at least " + LEAST + " and 1");
        }
        requirePacked();
        Logging.withoutKafka(Failures.debug(spec.commandLine()));
        PrintWriter err = spec.commandLine().getErr();
        TrainingReport report = TrainingBench.run(seeds, samples, steps, !noLive, done -> {
            err.println(done);
            err.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            print(report, out);
        }
        json.write(out, report);
        return ExitCode.DONE;
    }

    private static void requirePacked() {
        for (String type : List.of("ai.djl.Model", "ai.djl.pytorch.engine.PtEngineProvider")) {
            try {
                Class.forName(type, false, BenchTrainingCommand.class.getClassLoader());
            } catch (ClassNotFoundException notPacked) {
                throw new CommandFailure(
                        "this Sluice is packed without PyTorch (110 MB of native libraries, for Linux on"
                                + " x86-64): pack it with ./mvnw -Ptraining -DskipTests package");
            }
        }
    }

    private static void print(TrainingReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d digits to train on, %,d to test on, %,d steps each, %.0f s%n",
                report.samples(),
                report.tests(),
                report.steps(),
                report.seconds());
        TextTable table = new TextTable("noise", "rate", "treatment", "accuracy", "+-", "recovered");
        for (TrainingRow row : report.rows()) {
            table.row(
                    row.noiseKind(),
                    percent(row.noiseRate(), 0),
                    row.treatment(),
                    percent(row.meanAccuracy(), 2),
                    row.spread() == null ? "" : percent(row.spread(), 2),
                    row.recovered() == null ? "" : percent(row.recovered(), 0));
        }
        table.lines().forEach(out::println);
        for (TrainingReport.Scorer scorer : report.scorers()) {
            out.printf(
                    Locale.ROOT,
                    "%s %s: %s wrong, scorer right about %s, quarantine precision %s, recall %s%n",
                    scorer.noiseKind(),
                    percent(scorer.noiseRate(), 0),
                    percent(scorer.wrong(), 1),
                    percent(scorer.accuracy(), 1),
                    scorer.precision() == null ? "-" : percent(scorer.precision(), 1),
                    scorer.recall() == null ? "-" : percent(scorer.recall(), 1));
        }
        TrainingReport.Live live = report.live();
        if (live != null) {
            out.printf(
                    Locale.ROOT,
                    "through Kafka, %s %s, weights %s: %,d rows from the clean topic, %,d in quarantine, law %s, accuracy %s%n",
                    live.noiseKind(),
                    percent(live.noiseRate(), 0),
                    live.scheme(),
                    live.clean(),
                    live.quarantine(),
                    live.balanced() ? "holds" : "BROKEN",
                    percent(live.accuracy(), 2));
        }
        out.flush();
    }

    private static String percent(double share, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * share);
    }
}
