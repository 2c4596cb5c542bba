package dev.sluice.cli;

import dev.sluice.spec.Connection;
import dev.sluice.spec.Durations;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicReport;
import dev.sluice.stream.TopicReport.Status;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice topics create}: creates what is missing, checks what is there, prints both. */
@Command(
        name = "create",
        sortOptions = false,
        description = {
            "Create the topics of a pipeline and check those that exist.",
            "Nothing that exists is changed unless you say --alter: what differs is explained, with the command that"
                    + " puts it right, and what cannot work is refused before anything is created. Doing it again does"
                    + " no harm."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice topics create -f topologies/quickstart.yaml",
            "  sluice topics create -f my.yaml --alter --json report.json",
            "  sluice topics create -f my.yaml --set topics.partitions=12 --bootstrap-server kafka:9092"
        })
final class TopicsCreateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--alter",
            order = 5,
            description = "Change settings of topics that exist, where this only makes them keep or accept more.")
    private boolean alter;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        Connection connection = kafka.connection();
        TopicSetup setup = new TopicSetup(connection);
        TopicReport report = alter ? setup.createAndAlter(pipelineSpec) : setup.create(pipelineSpec);
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            print(report, pipelineSpec, out);
        }
        json.write(out, asJson(report, pipelineSpec));
        return ExitCode.DONE;
    }

    private static void print(TopicReport report, PipelineSpec pipeline, PrintWriter out) {
        TextTable table = new TextTable("topic", "", "partitions", "cleanup", "retention", "key");
        for (TopicReport.State topic : report.topics()) {
            table.row(
                    topic.name(),
                    word(topic.status()),
                    topic.partitions(),
                    topic.cleanup(),
                    retention(topic.retentionMs()),
                    topic.key());
        }
        table.lines().forEach(out::println);
        for (TopicReport.State topic : report.topics()) {
            if (!topic.altered().isEmpty()) {
                out.println("altered: " + topic.name() + " " + String.join(", ", topic.altered()));
            }
        }
        report.warnings().forEach(warning -> out.println("note: " + warning));
        long created = report.topics().stream()
                .filter(topic -> topic.status() == Status.CREATED)
                .count();
        out.println(created + " created, " + (report.topics().size() - created) + " there already; "
                + pipeline.topics().samples() + " and " + pipeline.topics().logits()
                + (pipeline.topics().repartition() ? " are repartitioned by id" : " are co-partitioned"));
        out.flush();
    }

    private static Map<String, Object> asJson(TopicReport report, PipelineSpec pipeline) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", pipeline.name());
        json.put("coPartitioned", !pipeline.topics().repartition());
        json.put("broker", report.broker());
        json.put(
                "topics",
                report.topics().stream().map(TopicsCreateCommand::asJson).toList());
        return json;
    }

    private static Map<String, Object> asJson(TopicReport.State topic) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", topic.name());
        json.put("status", word(topic.status()));
        json.put("partitions", topic.partitions());
        json.put("replication", topic.replication());
        json.put("cleanup", topic.cleanup());
        json.put("retentionMs", topic.retentionMs());
        json.put("key", topic.key());
        json.put("altered", topic.altered());
        json.put("differences", topic.differences());
        return json;
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String retention(long millis) {
        return millis < 0 ? "for ever" : Durations.format(Duration.ofMillis(millis));
    }
}
