package dev.sluice.cli;

import dev.sluice.noise.Coverage;
import dev.sluice.noise.Snapshot;
import dev.sluice.stream.SnapshotHistory;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice snapshots list}: the versions of the learnt state. */
@Command(
        name = "list",
        sortOptions = false,
        description = "List the versions of the learnt state, oldest first.",
        footerHeading = "%nExample:%n",
        footer = "  sluice snapshots list -f my.yaml --limit 100")
final class SnapshotsListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(
            names = "--limit",
            order = 5,
            paramLabel = "N",
            defaultValue = "20",
            description = "The newest N of them. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new Misuse("--limit " + limit + ": at least 1");
        }
        SnapshotLookup lookup = new SnapshotLookup(kafka.connection(), pipeline.load());
        Deque<Map<String, Object>> newest = new ArrayDeque<>();
        long[] count = {0};
        lookup.forEach(kept -> kept.snapshot().ifPresent(snapshot -> {
            count[0]++;
            newest.add(line(snapshot, kept));
            if (newest.size() > limit) {
                newest.poll();
            }
        }));
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            lines(new ArrayList<>(newest), count[0]).forEach(out::println);
            out.flush();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("count", count[0]);
        report.put("snapshots", newest);
        json.write(out, report);
        return ExitCode.DONE;
    }

    // Only what is shown is kept: the statistics of a thousand classes are large.
    private static Map<String, Object> line(Snapshot snapshot, SnapshotHistory.Kept kept) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("version", snapshot.version().toString());
        line.put("time", SnapshotText.time(kept.time()));
        line.put("hash", snapshot.hash());
        line.put("classes", snapshot.classes());
        line.put("judged", judged(snapshot));
        Map<String, Long> samples = new LinkedHashMap<>();
        snapshot.models().forEach(model -> samples.put(model.model().toString(), model.samples()));
        line.put("samples", samples);
        line.put("bytes", kept.bytes());
        return line;
    }

    private static List<String> lines(List<Map<String, Object>> newest, long count) {
        if (newest.isEmpty()) {
            return List.of("nothing was learnt yet");
        }
        TextTable table = new TextTable("version", "published", "judged", "samples", "bytes", "hash");
        newest.forEach(line -> table.row(
                line.get("version"),
                line.get("time"),
                SnapshotText.number((Long) line.get("judged")),
                samples(line.get("samples")),
                SnapshotText.number((Long) line.get("bytes")),
                line.get("hash")));
        List<String> lines = new ArrayList<>(table.lines());
        if (count > newest.size()) {
            lines.add("the newest " + newest.size() + " of " + count + ", more with --limit");
        }
        return lines;
    }

    private static String samples(Object byModel) {
        return ((Map<?, ?>) byModel)
                .entrySet().stream()
                        .map(model -> model.getKey() + " " + SnapshotText.number((Long) model.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static long judged(Snapshot snapshot) {
        return snapshot.coverage().stream().mapToLong(Coverage::judged).sum();
    }
}
