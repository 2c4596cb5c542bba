package dev.sluice.cli;

import dev.sluice.avro.Registry;
import dev.sluice.load.Progress;
import dev.sluice.replay.Range;
import dev.sluice.replay.Replay;
import dev.sluice.replay.ReplayOrder;
import dev.sluice.replay.ReplayPasses;
import dev.sluice.replay.ReplayReport;
import dev.sluice.replay.Thresholds;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.ReplayTopics;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice replay}: decides a range again, into topics of its own. */
@Command(
        name = "replay",
        sortOptions = false,
        description = {
            "Decide a range again, into topics of its own: <name>.clean-SUFFIX and <name>.quarantine-SUFFIX.",
            "Every row is judged again from the logits that judged it. The live pipeline and its topics are not touched. The"
                    + " range ends where the topics end now; a run that was killed is gone on with by the same command,"
                    + " without a row lost or doubled."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice replay -f my.yaml --policy v2 --from earliest --into v2",
            "  sluice replay -f my.yaml --policy cat.yaml --since 24h --into cat --thresholds frozen",
            "  sluice replay -f my.yaml --policy v1 --from 2026-05-01 --to 2026-06-01 --into may --thresholds two-pass",
            "  sluice replay -f my.yaml --policy recorded --from earliest --into proof   every bit must come out again"
        })
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--policy",
            order = 3,
            required = true,
            paramLabel = "FILE|vN|recorded",
            description = "The policy to judge by: a version, or a file that is laid over the policy in force; recorded"
                    + " takes for each row the one that judged it. --set policy.KEY=VALUE goes on top.")
    private String policy;

    @Mixin
    private RangeOptions ranges;

    @Option(
            names = "--into",
            order = 5,
            required = true,
            paramLabel = "SUFFIX",
            description = "The suffix of the topics to write: letters, digits, '-' and '_'.")
    private String suffix;

    @Option(
            names = "--thresholds",
            order = 5,
            paramLabel = "T",
            defaultValue = "as-recorded",
            description = {
                "By what is judged. Default: ${DEFAULT-VALUE}.",
                "as-recorded: each row by the snapshot that judged it.",
                "frozen, frozen:VERSION: all rows by the newest snapshot, or by that one.",
                "two-pass: all rows by what all of them together teach, as `sluice audit` does it.",
                "rolling: learnt again from nothing, as a live run does it with this file."
            })
    private String thresholds;

    @Option(
            names = "--examples",
            order = 6,
            paramLabel = "N",
            defaultValue = "10",
            description = "Name the N rows that change most. Default: ${DEFAULT-VALUE}.")
    private int examples;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.loadBesidePolicy();
        Range range = ranges.range();
        Thresholds by = thresholds();
        if (!suffix.matches(ReplayTopics.SUFFIX)) {
            throw new Misuse(
                    "--into '" + suffix + "': a suffix has letters, digits, '-' and '_', at most 50, and begins"
                            + " with a letter or digit");
        }
        if (examples < 0 || examples > 100_000) {
            throw new Misuse("--examples " + examples + " is outside 0..100000");
        }
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        ReplayOrder order = order(pipelineSpec, connection, range, by);
        PrintWriter out = spec.commandLine().getOut();
        try (Replay replay = new Replay(connection, registry, pipelineSpec, order);
                Passes passes = new Passes()) {
            ReplayReport report = replay.run(passes);
            passes.close();
            ReplayText text = new ReplayText(order, replay, report, pipelineSpec.classes());
            print(out, text.lines());
            json.write(out, text.json());
            boolean mustBeSame = order.policy() == null;
            return mustBeSame && !report.same() ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private Thresholds thresholds() {
        try {
            return Thresholds.parse(thresholds);
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--thresholds " + wrong.getMessage());
        }
    }

    private ReplayOrder order(PipelineSpec pipelineSpec, Connection connection, Range range, Thresholds by) {
        PolicyChoice choice = new PolicyChoice(pipelineSpec, connection);
        boolean recorded = policy.equals(ReplayOrder.RECORDED);
        if (recorded && !pipeline.policySets().isEmpty()) {
            throw new Misuse("--policy recorded takes no --set policy.KEY: name the policy to change");
        }
        PolicyChoice.Chosen chosen = recorded ? null : choice.find(policy, false, pipeline.policySets());
        try {
            return new ReplayOrder(
                    suffix,
                    recorded ? ReplayOrder.RECORDED : chosen.name(),
                    recorded ? null : chosen.policy(pipelineSpec),
                    recorded ? "" : chosen.spec().yaml(),
                    choice.judged(),
                    by,
                    range,
                    ranges.shown(),
                    examples);
        } catch (IllegalArgumentException wrong) {
            throw new Misuse(wrong.getMessage());
        }
    }

    private void print(PrintWriter out, List<String> lines) {
        if (!json.ownsStandardOutput()) {
            lines.forEach(out::println);
            out.flush();
        }
    }

    /** A progress bar for each pass. */
    private static final class Passes implements ReplayPasses, AutoCloseable {

        private Progress bar;

        @Override
        public void begin(String pass, long offsets) {
            close();
            bar = new Progress(pass, offsets);
        }

        @Override
        public void at(long offset) {
            bar.at(offset);
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
                bar = null;
            }
        }
    }
}
