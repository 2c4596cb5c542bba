package dev.sluice.cli;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.spec.Connection;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Generations;
import dev.sluice.stream.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice snapshots import}: a warm start. */
@Command(
        name = "import",
        sortOptions = false,
        description = {
            "Begin with what an audit learnt: opens the next generation of the learnt state with this snapshot.",
            "It judges from the first sample on, and serves each model until that model's own statistics have"
                    + " `policy.warmUp.samples`. What was learnt before is forgotten, as by `reset`. Says what it would do;"
                    + " with --execute it does it. Instances may run meanwhile."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice audit -f my.yaml --labels labels.npy --logits z.npy --snapshot-out learnt.snapshot",
            "  sluice snapshots import learnt.snapshot -f my.yaml --execute"
        })
final class SnapshotsImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What `sluice audit --snapshot-out FILE` wrote.")
    private Path file;

    @Mixin
    private PipelineOptions pipeline;

    @Option(names = "--execute", order = 5, description = "Do it; without, only say what would be done.")
    private boolean execute;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        PipelineSpec pipelineSpec = pipeline.load();
        Snapshot learnt = SnapshotFile.read(file, pipelineSpec.classes());
        refuseUnknownModels(pipelineSpec, learnt);
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        Generations generations = new Generations(connection, pipelineSpec);
        Generations.Standing standing = generations.standing();
        generations.refuseOtherPolicy(false);
        if (execute) {
            generations.open(standing, learnt);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            lines(pipelineSpec, learnt, standing).forEach(out::println);
            out.flush();
        }
        json.write(out, asJson(pipelineSpec, learnt, standing));
        return ExitCode.DONE;
    }

    private void refuseUnknownModels(PipelineSpec pipelineSpec, Snapshot learnt) {
        List<String> awaited = pipelineSpec.models().stream().map(ModelSpec::id).toList();
        if (learnt.models().isEmpty()) {
            throw new CommandFailure(file + ": knows nothing of any model");
        }
        for (ModelStatistics statistics : learnt.models()) {
            if (!awaited.contains(statistics.model().id())) {
                throw new CommandFailure(
                        file + ": was learnt from model " + statistics.model().id() + ", the pipeline awaits "
                                + String.join(", ", awaited) + ": audit with --model");
            }
        }
    }

    private List<String> lines(PipelineSpec pipelineSpec, Snapshot learnt, Generations.Standing standing) {
        long enough = pipelineSpec.policy().warmUp().samples();
        List<String> lines = new ArrayList<>();
        lines.add(pipelineSpec.name() + ": generation " + standing.inForce() + ", newest snapshot "
                + standing.newest().map(Object::toString).orElse("none")
                + (standing.running() ? ", instances run" : ", no instance runs"));
        for (ModelStatistics statistics : learnt.models()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s holds statistics of %s from %,d samples",
                    file,
                    statistics.model(),
                    statistics.samples()));
            if (statistics.samples() < enough) {
                lines.add(String.format(
                        Locale.ROOT, "  too few to judge by: the file's policy.warmUp.samples is %,d", enough));
            }
        }
        int next = standing.inForce() + 1;
        lines.add(
                execute
                        ? "generation " + next + " is open and begins with them"
                        : "nothing was done: --execute opens generation " + next
                                + " with them and forgets what was learnt so far; inputs, outputs, what waits and policies stay");
        return lines;
    }

    private Map<String, Object> asJson(PipelineSpec pipelineSpec, Snapshot learnt, Generations.Standing standing) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("pipeline", pipelineSpec.name());
        report.put("generation", standing.inForce());
        report.put("next", standing.inForce() + 1);
        report.put("executed", execute);
        report.put("running", standing.running());
        Map<String, Long> samples = new LinkedHashMap<>();
        learnt.models().forEach(statistics -> samples.put(statistics.model().toString(), statistics.samples()));
        report.put("samples", samples);
        return report;
    }
}
