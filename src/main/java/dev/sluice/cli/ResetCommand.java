package dev.sluice.cli;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Generations;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice reset}: opens the next generation of the learnt state, on purpose. */
@Command(
        name = "reset",
        sortOptions = false,
        description = {
            "Forget what was learnt and learn it anew: opens the next generation of the learnt state.",
            "Says what it would do; with --execute it does it. Instances may run meanwhile: they go over between two"
                    + " records. Those with another class list than the file's stop with a message."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice reset -f my.yaml             says what is kept and what is not",
            "  sluice reset -f my.yaml --execute   does it"
        })
final class ResetCommand implements Callable<Integer> {

    private static final List<String> KEPT = List.of(
            "inputs, and how far they were read (committed offsets)",
            "outputs: clean, quarantine, decisions, leftovers, dead letters",
            "pending rows: what waits for its partner, or to be judged, goes on waiting",
            "ids that were decided: a repeat is still known as one",
            "policies, and every snapshot of earlier generations");

    private static final List<String> FORGOTTEN = List.of(
            "the tallies: sums, counts and confident joint of every class and model version",
            "the thresholds and the noise matrix: they start from nothing",
            "the end of the warm-up: it starts again, with the warm-up route of the policy");

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(names = "--execute", order = 5, description = "Do it; without, only say what would be done.")
    private boolean execute;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        Generations generations = new Generations(connection, pipelineSpec);
        Generations.Standing standing = generations.standing();
        boolean nothing = standing.newest().isEmpty();
        generations.refuseOtherPolicy(false);
        if (execute && !nothing) {
            generations.open(standing);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            print(pipelineSpec, standing, out);
        }
        json.write(out, asJson(pipelineSpec, standing));
        return ExitCode.DONE;
    }

    private void print(PipelineSpec pipeline, Generations.Standing standing, PrintWriter out) {
        if (standing.newest().isEmpty()) {
            out.println(pipeline.name() + " has learnt nothing yet: there is nothing to reset");
            out.flush();
            return;
        }
        int next = standing.inForce() + 1;
        out.println(pipeline.name() + ": generation " + standing.inForce() + ", newest snapshot "
                + standing.newest().get() + (standing.running() ? ", instances run" : ", no instance runs"));
        if (!standing.sameClasses(pipeline)) {
            out.println(
                    "the file has another class list than generation " + standing.inForce()
                            + ": rows that wait and do not fit it end as leftovers OUTDATED, and instances with the old list stop");
        }
        out.println(execute ? "kept:" : "would be kept:");
        KEPT.forEach(line -> out.println("  " + line));
        out.println(execute ? "forgotten:" : "would be forgotten:");
        FORGOTTEN.forEach(line -> out.println("  " + line));
        if (execute) {
            out.println("generation " + next + " is open; "
                    + (standing.running()
                            ? "instances that run go over to it within a second or so"
                            : "the next start goes on with it"));
        } else {
            out.println("nothing was done: --execute opens generation " + next
                    + (standing.running() ? ", and instances that run go over to it" : ""));
        }
        out.flush();
    }

    private Map<String, Object> asJson(PipelineSpec pipeline, Generations.Standing standing) {
        boolean nothing = standing.newest().isEmpty();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("pipeline", pipeline.name());
        report.put("generation", standing.inForce());
        report.put("newestSnapshot", standing.newest().map(Object::toString).orElse(null));
        report.put("next", nothing ? standing.inForce() : standing.inForce() + 1);
        report.put("executed", execute && !nothing);
        report.put("running", standing.running());
        report.put("classListChanges", !standing.sameClasses(pipeline));
        report.put("kept", KEPT);
        report.put("forgotten", nothing ? List.of() : FORGOTTEN);
        return report;
    }
}
