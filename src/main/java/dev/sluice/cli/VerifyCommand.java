package dev.sluice.cli;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Registry;
import dev.sluice.replay.OutcomeListener;
import dev.sluice.replay.RecordedOrderWriter;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationReport;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.ControlTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice verify}: the law of conservation, recounted by id. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Recount from the topics that every input has exactly one fate.",
            "Nothing that the pipeline counts itself is trusted, and it may be running meanwhile. Exit code 1 when a"
                    + " record is lost or doubled; the first of them are named."
        },
        footerHeading = "%nExample:%n",
        footer = {"  sluice verify -f topologies/quickstart.yaml"})
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--order",
            order = 5,
            paramLabel = "FILE",
            description = "Write the order in which the run judged, for `sluice rehearse --order`.")
    private Path order;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        PipelineSpec pipelineSpec = pipeline.load();
        Connection connection = kafka.connection();
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        RecordedOrderWriter recorded = new RecordedOrderWriter();
        Verification verification = new Verification(connection, registry, pipelineSpec);
        ClassCounts byClass = new ClassCounts(pipelineSpec.classes());
        VerificationReport report = verification.run(new OutcomeListener() {
            @Override
            public void decision(Decision decision) {
                byClass.decision(decision);
                if (order != null) {
                    recorded.add(decision);
                }
            }
        });
        if (order != null) {
            ControlTopics control = new ControlTopics(connection, pipelineSpec);
            control.snapshots(recorded::add);
            control.policies().values().forEach(recorded::add);
            recorded.write(order);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            VerificationText.lines(report).forEach(out::println);
            byClass.lines().forEach(out::println);
            if (order != null) {
                out.println("order of " + recorded.rows() + " decisions written to " + order);
            }
            out.flush();
        }
        Map<String, Object> whole = VerificationText.json(report);
        whole.put("classes", byClass.rows());
        json.write(out, whole);
        return report.holds() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
