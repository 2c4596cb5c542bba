package dev.sluice.cli;

import dev.sluice.avro.Registry;
import dev.sluice.load.Progress;
import dev.sluice.replay.DecidedRows;
import dev.sluice.replay.DecisionDigest;
import dev.sluice.replay.DigestSum;
import dev.sluice.replay.Range;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.io.PrintWriter;
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
import picocli.CommandLine.Spec;

/** {@code sluice digest}: one number for what was decided, to compare runs by. */
@Command(
        name = "digest",
        sortOptions = false,
        description = {
            "Print a digest of the decisions of a range: equal where two runs decided the same.",
            "It does not depend on the order of rows, and its total not on the number of partitions; a row that is lost,"
                    + " doubled or differs in one bit changes it. Reads the clean and the quarantine topic, or --topic."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice digest -f my.yaml --from earliest",
            "  sluice digest -f my.yaml --since 24h --topic my.decisions --json"
        })
final class DigestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private RangeOptions ranges;

    @Option(
            names = "--topic",
            order = 5,
            paramLabel = "T",
            description = "A topic with decisions, instead of clean and quarantine. Repeatable.")
    private List<String> topics = new ArrayList<>();

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        Range range = ranges.range();
        PipelineSpec pipelineSpec = pipeline.load();
        Connection connection = kafka.connection();
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        List<String> read =
                topics.isEmpty() ? List.of(pipelineSpec.cleanTopic(), pipelineSpec.quarantineTopic()) : topics;
        DecisionDigest digest = new DecisionDigest();
        try (DecidedRows rows = new DecidedRows(connection, registry, pipelineSpec, read, range);
                Progress progress = new Progress("digest", rows.offsets())) {
            rows.forEach(digest::add, progress::at);
            progress.at(rows.offsets());
            report(read, digest, rows);
        }
        return ExitCode.DONE;
    }

    private void report(List<String> read, DecisionDigest digest, DecidedRows rows) {
        PrintWriter out = spec.commandLine().getOut();
        DigestSum total = digest.total();
        if (!json.ownsStandardOutput()) {
            TextTable table = new TextTable("partition", "rows", "digest");
            digest.byPartition().forEach((partition, sum) -> table.row("" + partition, number(sum.rows()), sum.hex()));
            table.row("total", number(total.rows()), total.hex());
            table.lines().forEach(out::println);
            out.println("of " + String.join(" and ", read) + ", over " + String.join(", ", DecisionDigest.FIELDS));
            RangeNotes.lines(rows).forEach(out::println);
            out.flush();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("topics", read);
        report.put("range", ranges.shown());
        report.put("fields", DecisionDigest.FIELDS);
        report.put("rows", total.rows());
        report.put("digest", total.hex());
        Map<String, Object> partitions = new LinkedHashMap<>();
        digest.byPartition()
                .forEach((partition, sum) ->
                        partitions.put("" + partition, Map.of("rows", sum.rows(), "digest", sum.hex())));
        report.put("partitions", partitions);
        report.put("released", rows.released());
        report.put("deletedAtMost", rows.deleted());
        json.write(out, report);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
