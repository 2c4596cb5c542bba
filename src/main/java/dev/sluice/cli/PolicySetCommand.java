package dev.sluice.cli;

import dev.sluice.avro.PolicyRequest;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.PolicyLog;
import dev.sluice.stream.PolicyRequests;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice policy set}: asks the learner for the next policy. */
@Command(
        name = "set",
        sortOptions = false,
        description = {
            "Change the policy of a pipeline while it runs. Says what would change; with --execute it does it.",
            "A policy FILE may be one line: it is laid over the policy in force key by key, null takes a key or the exception"
                    + " of a class out (`classes: {cat: null}`), {} all that a section holds. vN goes back to a version. The"
                    + " learner checks the result and writes it as the next version, or refuses it with every problem named;"
                    + " `policy history` keeps both."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice policy set -f my.yaml --set policy.classes.cat.thresholdOffset=0.1 --why \"cats look alike\"",
            "  sluice policy set cat.yaml -f my.yaml --why \"cats look alike\" --execute",
            "  sluice policy set v1 -f my.yaml --why \"back as it was\" --execute"
        })
final class PolicySetCommand implements Callable<Integer> {

    private static final int LONGEST = 2_000;
    private static final Duration SAY_EVERY = Duration.ofSeconds(3);

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|vN",
            description = "What is wanted: a policy file, or a version. --set policy.KEY=VALUE goes on top of it, or"
                    + " alone on top of the policy in force.")
    private String wanted;

    @Option(names = "--policy", order = 3, paramLabel = "FILE|vN", description = "The same as FILE|vN alone.")
    private String policy;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--replace",
            order = 4,
            description = "FILE is the whole policy: what it leaves out has its default, not the value in force.")
    private boolean replace;

    @Option(names = "--why", order = 4, paramLabel = "TEXT", description = "Why; kept with the version.")
    private String why;

    @Option(names = "--who", order = 4, paramLabel = "NAME", description = "Who (default: the user's name).")
    private String who = System.getProperty("user.name");

    @Option(names = "--expect", order = 4, paramLabel = "vN", description = "Do it only if this version is in force.")
    private String expected;

    @Option(names = "--execute", order = 5, description = "Do it; without, only say what would be done.")
    private boolean execute;

    @Option(
            names = "--wait",
            order = 6,
            paramLabel = "SECONDS",
            description = "How long to wait for the learner's answer (default: ${DEFAULT-VALUE}).")
    private int wait = 60;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.loadBesidePolicy();
        refuseNonsense();
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        PolicyChoice choice = new PolicyChoice(pipelineSpec, connection);
        PolicyChoice.Chosen inForce = choice.inForce();
        refuseUnexpected(inForce);
        PolicyChoice.Chosen next = choice.find(name(), replace, pipeline.policySets());
        PolicySetOutcome outcome =
                execute ? ask(pipelineSpec, connection, inForce, next) : PolicySetOutcome.wouldBe(inForce, next);
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            outcome.lines().forEach(out::println);
            out.flush();
        }
        json.write(out, outcome.json(pipelineSpec.name()));
        return outcome.done() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private String name() {
        return wanted != null ? wanted : policy;
    }

    private void refuseNonsense() {
        if (wanted != null && policy != null) {
            throw new Misuse("two policies are named, " + wanted + " and --policy " + policy + ": name one");
        }
        if (name() == null && pipeline.policySets().isEmpty()) {
            throw new Misuse("say what to set: a policy FILE, vN, or --set policy.KEY=VALUE");
        }
        if (execute && (why == null || why.isBlank())) {
            throw new Misuse("--why TEXT is missing: it is kept with the version");
        }
        if (who.isBlank() || who.length() + (why == null ? 0 : why.length()) > LONGEST) {
            throw new Misuse("--who and --why must be words, at most " + LONGEST + " characters together");
        }
        if (wait < 1) {
            throw new Misuse("--wait " + wait + ": 1 or more");
        }
    }

    private void refuseUnexpected(PolicyChoice.Chosen inForce) {
        if (expected != null && !inForce.name().equalsIgnoreCase(expected)) {
            throw new CommandFailure("in force is " + inForce.name() + ", expected was " + expected
                    + ": nothing was done, `sluice policy history` says who set it");
        }
    }

    private PolicySetOutcome ask(
            PipelineSpec pipelineSpec, Connection connection, PolicyChoice.Chosen inForce, PolicyChoice.Chosen next) {
        PolicyRequests requests = new PolicyRequests(connection, pipelineSpec);
        if (!requests.answered()) {
            throw new CommandFailure("no instance of " + pipelineSpec.name()
                    + " runs, so nobody can check the policy: start it with `sluice run`, then set");
        }
        String id = UUID.randomUUID().toString();
        requests.send(
                new PolicyRequest(id, inForce.version(), next.draft().yaml(), who, why, System.currentTimeMillis()));
        PrintWriter err = spec.commandLine().getErr();
        long[] said = {0};
        Optional<PolicyLog> answered = requests.await(id, Duration.ofSeconds(wait), passed -> {
            if (passed.toMillis() >= said[0] + SAY_EVERY.toMillis()) {
                said[0] = passed.toMillis();
                err.println("waiting for the learner, " + passed.toSeconds() + " of " + wait + " s");
                err.flush();
            }
        });
        return answered.map(log -> PolicySetOutcome.answered(log, id, inForce, next))
                .orElseThrow(() -> new CommandFailure("no answer within " + wait + " s: the request stands, and is"
                        + " answered when an instance runs; `sluice policy history` shows what became of it"));
    }
}
