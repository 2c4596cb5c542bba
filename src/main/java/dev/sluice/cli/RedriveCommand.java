package dev.sluice.cli;

import dev.sluice.avro.LetterCause;
import dev.sluice.avro.Registry;
import dev.sluice.replay.Redrive;
import dev.sluice.replay.RedriveReport;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicSetup;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice redrive}: sends letters whose cause is gone back to their input. */
@Command(
        name = "redrive",
        sortOptions = false,
        description = {
            "Send dead letters whose cause is gone back to the input that they came from, as new input.",
            "Each is read again by the rules of the pipeline's file and by the schema registry of today; what is still at"
                    + " fault stays. A letter is sent at most once, however often this is run. Without --execute it"
                    + " only says what would be sent."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice redrive -f my.yaml --cause UNKNOWN_SCHEMA             after the schema was registered",
            "  sluice redrive -f my.yaml --cause UNKNOWN_MODEL --execute    after the model was added to the file"
        })
final class RedriveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Option(names = "--cause", order = 4, paramLabel = "C", description = "Only letters of this cause.")
    private String cause;

    @Option(names = "--execute", order = 5, description = "Do it; without, only say what would be done.")
    private boolean execute;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        String only = cause == null ? null : cause();
        Connection connection = kafka.connection();
        new TopicSetup(connection).require(pipelineSpec);
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        Redrive redrive = new Redrive(connection, registry, pipelineSpec, only, execute, System::currentTimeMillis);
        PrintWriter err = spec.commandLine().getErr();
        RedriveReport report = redrive.run(done -> err.println(number(done) + " letters read"));
        print(report);
        json.write(spec.commandLine().getOut(), json(report));
        return ExitCode.DONE;
    }

    private String cause() {
        String wanted = cause.toUpperCase(Locale.ROOT);
        if (Arrays.stream(LetterCause.values()).noneMatch(known -> known.name().equals(wanted))) {
            throw new Misuse("--cause " + cause + ": there is no such cause, there are "
                    + Arrays.stream(LetterCause.values()).map(LetterCause::name).collect(Collectors.joining(", ")));
        }
        return wanted;
    }

    private void print(RedriveReport report) {
        if (json.ownsStandardOutput()) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(number(report.letters()) + " letters, " + number(report.before()) + " of them sent again before; "
                + number(report.sent()) + (execute ? " sent" : " would be sent") + ": " + number(report.samples())
                + " samples, " + number(report.sent() - report.samples()) + " logits");
        table(out, "cause that is gone", execute ? "sent" : "would be sent", report.redriven());
        table(out, "still wrong", "letters", report.stays());
        if (report.sent() > 0) {
            out.println("note: they come as new input, with the time of now; a partner that has expired since must be"
                    + " sent again by its producer");
        }
        if (!execute) {
            out.println("nothing was written: --execute sends them");
        }
        out.flush();
    }

    private static void table(PrintWriter out, String what, String how, SortedMap<String, Long> counts) {
        if (!counts.isEmpty()) {
            TextTable table = new TextTable(what, how);
            counts.forEach((name, count) -> table.row(name, number(count)));
            table.lines().forEach(out::println);
        }
    }

    private Map<String, Object> json(RedriveReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("executed", execute);
        json.put("letters", report.letters());
        json.put("redrivenBefore", report.before());
        json.put("redriven", report.sent());
        json.put("samples", report.samples());
        json.put("logits", report.sent() - report.samples());
        json.put("byCause", report.redriven());
        json.put("stillWrong", report.stays());
        return json;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
