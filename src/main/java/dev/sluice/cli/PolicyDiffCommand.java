package dev.sluice.cli;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice policy diff}: how two policies differ. */
@Command(
        name = "diff",
        sortOptions = false,
        description = {
            "Compare two policies key by key: versions of the topic, or policy files.",
            "A file is laid over the policy in force, as `policy set` does. Without A and B: the policy in force and the"
                    + " policy of the pipeline's file. With one: the policy in force and that one."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice policy diff -f my.yaml          what --adopt-policy would change",
            "  sluice policy diff v1 v2 -f my.yaml",
            "  sluice policy diff cat.yaml -f my.yaml"
        })
final class PolicyDiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..2", paramLabel = "FILE|vN", description = "A and B.")
    private List<String> names = List.of();

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        PolicyChoice choice = new PolicyChoice(pipelineSpec, connection);
        PolicyChoice.Chosen before = names.size() < 2 ? choice.inForce() : choice.find(names.get(0));
        PolicyChoice.Chosen after = names.isEmpty() ? choice.ofFile() : choice.find(names.get(names.size() - 1));
        List<PolicyDiff.Change> changes =
                PolicyDiff.changes(before.spec().yaml(), after.spec().yaml());
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            out.println(before.name() + (names.size() < 2 ? " (in force)" : "") + " -> " + after.name()
                    + (changes.isEmpty() ? ": no difference" : ":"));
            changes.forEach(change -> out.println("  " + change));
            out.flush();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("from", before.name());
        report.put("to", after.name());
        report.put("differences", PolicyJson.of(changes));
        json.write(out, report);
        return ExitCode.DONE;
    }
}
