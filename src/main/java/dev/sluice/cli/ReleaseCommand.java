package dev.sluice.cli;

import dev.sluice.avro.Registry;
import dev.sluice.judge.Reason;
import dev.sluice.load.Progress;
import dev.sluice.replay.Release;
import dev.sluice.replay.ReleaseOrder;
import dev.sluice.replay.ReleaseReport;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice release}: forwards from quarantine what another policy lets pass. */
@Command(
        name = "release",
        sortOptions = false,
        description = {
            "Judge again what sits in quarantine, and forward to the clean topic what the policy lets pass.",
            "Each row is judged by the snapshot that judged it. A row is released at most once, however often this is run;"
                    + " it carries origin RELEASE, and stays in quarantine too. Without --execute it only says what"
                    + " would be released."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice release -f my.yaml --policy v2 --class cat",
            "  sluice release -f my.yaml --policy mild.yaml --reason POSTERIOR --execute"
        })
final class ReleaseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--policy",
            order = 3,
            required = true,
            paramLabel = "FILE|vN",
            description = "The policy to judge by: a version, or a file that is laid over the policy in force. --set"
                    + " policy.KEY=VALUE goes on top.")
    private String policy;

    @Option(
            names = "--class",
            order = 4,
            paramLabel = "C",
            description = "Only rows with this given label: a name of the class list, or its index.")
    private String given;

    @Option(
            names = "--reason",
            order = 4,
            paramLabel = "R",
            description = "Only rows that were held back for this reason: POSTERIOR, for example.")
    private String reason;

    @Option(names = "--execute", order = 5, description = "Do it; without, only say what would be done.")
    private boolean execute;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.loadBesidePolicy();
        ClassList classes = pipelineSpec.classes();
        OptionalInt only = given == null ? OptionalInt.empty() : OptionalInt.of(ClassOption.index(given, classes));
        String why = reason == null ? null : reason();
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        PolicyChoice choice = new PolicyChoice(pipelineSpec, connection);
        PolicyChoice.Chosen chosen = choice.find(policy, false, pipeline.policySets());
        ReleaseOrder order =
                new ReleaseOrder(chosen.policy(pipelineSpec), chosen.name(), choice.judged(), only, why, execute);
        try (Release release = new Release(connection, registry, pipelineSpec, order, System::currentTimeMillis);
                Progress progress = new Progress("release", release.offsets())) {
            ReleaseReport report = release.run(progress::at);
            progress.close();
            print(report, classes, chosen.name());
            json.write(spec.commandLine().getOut(), json(report, classes, chosen.name()));
        }
        return ExitCode.DONE;
    }

    private String reason() {
        String wanted = reason.toUpperCase(Locale.ROOT);
        if (Arrays.stream(Reason.values()).noneMatch(known -> known.name().equals(wanted))) {
            throw new Misuse("--reason " + reason + ": there is no such reason, there are "
                    + Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.joining(", ")));
        }
        return wanted;
    }

    private void print(ReleaseReport report, ClassList classes, String name) {
        if (json.ownsStandardOutput()) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(number(report.quarantined()) + " rows in quarantine, " + number(report.before())
                + " of them released before; " + number(report.asked()) + " judged again under " + name + ": "
                + number(report.passes()) + " pass, " + number(report.stays()) + " stay");
        if (report.foreign() > 0) {
            out.println("note: " + number(report.foreign())
                    + " rows were judged under another class list and are left alone");
        }
        if (report.passes() > 0) {
            TextTable table = new TextTable("given label", execute ? "released" : "would be released");
            report.released().forEach((k, rows) -> table.row(classes.name(k), number(rows)));
            table.lines().forEach(out::println);
            TextTable reasons = new TextTable("held back for", execute ? "released" : "would be released");
            report.byReason().forEach((why, rows) -> reasons.row(why, number(rows)));
            reasons.lines().forEach(out::println);
        }
        if (!execute) {
            out.println("nothing was written: --execute releases them");
        }
        out.flush();
    }

    private Map<String, Object> json(ReleaseReport report, ClassList classes, String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("policy", name);
        json.put("executed", execute);
        json.put("quarantined", report.quarantined());
        json.put("releasedBefore", report.before());
        json.put("judged", report.asked());
        json.put("fromEvidence", report.fromEvidence());
        json.put("otherClassList", report.foreign());
        json.put("stays", report.stays());
        json.put("released", report.passes());
        Map<String, Object> byClass = new LinkedHashMap<>();
        report.released().forEach((k, rows) -> byClass.put(classes.name(k), rows));
        json.put("byClass", byClass);
        json.put("byReason", report.byReason());
        return json;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
