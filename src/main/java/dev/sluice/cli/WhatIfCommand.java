package dev.sluice.cli;

import dev.sluice.avro.Registry;
import dev.sluice.judge.Policy;
import dev.sluice.load.Progress;
import dev.sluice.replay.Range;
import dev.sluice.replay.WhatIf;
import dev.sluice.replay.WhatIfReport;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice what-if}: what another policy would have decided. */
@Command(
        name = "what-if",
        sortOptions = false,
        description = {
            "Say what another policy would have decided of samples that are decided already.",
            "Every row is judged again, by the snapshot that judged it and with the gates that were in force. Nothing is"
                    + " written; a pipeline that runs does not notice. Most changes are answered from the recorded decisions,"
                    + " others by reading the logits again: it says which."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice what-if -f my.yaml --set policy.quarantineAbove=0.3 --since 24h",
            "  sluice what-if -f my.yaml --policy cat.yaml --from earliest --examples 50 --json report.json",
            "  sluice what-if -f my.yaml --policy v1 --from 2026-05-01 --to 2026-05-02"
        })
final class WhatIfCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--policy",
            order = 3,
            paramLabel = "FILE|vN",
            description = "The other policy: a version, or a file that is laid over the policy in force. --set"
                    + " policy.KEY=VALUE goes on top of it, or alone on top of the policy in force.")
    private String policy;

    @Mixin
    private RangeOptions ranges;

    @Option(
            names = "--examples",
            order = 5,
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
        if (policy == null && pipeline.policySets().isEmpty()) {
            throw new Misuse("say under which policy: --policy FILE|vN, or --set policy.KEY=VALUE");
        }
        if (examples < 0 || examples > 100_000) {
            throw new Misuse("--examples " + examples + " is outside 0..100000");
        }
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        PolicyChoice choice = new PolicyChoice(pipelineSpec, connection);
        PolicyChoice.Chosen inForce = choice.inForce();
        PolicyChoice.Chosen other = choice.find(policy, false, pipeline.policySets());
        Policy judged = other.policy(pipelineSpec);
        WhatIfPlan plan = new WhatIfPlan(pipelineSpec, choice, inForce, other);
        PrintWriter out = spec.commandLine().getOut();
        try (WhatIf whatIf = new WhatIf(connection, registry, pipelineSpec, plan.recorded(), judged, range, examples)) {
            print(out, plan.lines());
            WhatIfReport report;
            try (Progress progress = new Progress("what-if", whatIf.rows().offsets())) {
                report = whatIf.run(progress::at);
                progress.at(whatIf.rows().offsets());
            }
            WhatIfText text = new WhatIfText(report, pipelineSpec.classes(), "what if");
            print(out, text.lines());
            List<String> breakers = plan.breakers(report, pipelineSpec.classes());
            print(out, breakers);
            print(out, RangeNotes.lines(whatIf.rows()));
            json.write(out, plan.json(ranges.shown(), breakers, text.json()));
        }
        return ExitCode.DONE;
    }

    private void print(PrintWriter out, List<String> lines) {
        if (!json.ownsStandardOutput()) {
            lines.forEach(out::println);
            out.flush();
        }
    }
}
