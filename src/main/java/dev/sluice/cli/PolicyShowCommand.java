package dev.sluice.cli;

import dev.sluice.avro.Policy;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice policy show}: one policy, whole. */
@Command(
        name = "show",
        sortOptions = false,
        description = {
            "Show the policy in force, or one of its earlier versions: every key with its value.",
            "What is printed is a policy file, which `policy set --replace` takes."
        },
        footerHeading = "%nExample:%n",
        footer = {"  sluice policy show -f my.yaml", "  sluice policy show v1 -f my.yaml > v1.yaml"})
final class PolicyShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "vN", description = "Which version; without, the one in force.")
    private String version;

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
        Policy policy = choice.record(version);
        boolean inForce = policy.getVersion() == choice.versions().lastKey();
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            out.println("# policy v" + policy.getVersion() + " of " + pipelineSpec.name()
                    + (inForce ? ", in force since " : ", set ") + Instant.ofEpochMilli(policy.getTime()) + " by "
                    + PlainWords.of(policy.getWho()) + ": " + PlainWords.of(policy.getWhy()));
            out.print(policy.getYaml());
            out.flush();
        }
        Map<String, Object> report = PolicyJson.of(policy);
        report.put("inForce", inForce);
        json.write(out, report);
        return ExitCode.DONE;
    }
}
