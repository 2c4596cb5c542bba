package dev.sluice.cli;

import dev.sluice.audit.Audit;
import dev.sluice.audit.AuditResult;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice audit}: the batch reference over files. */
@Command(
        name = "audit",
        sortOptions = false,
        description = {
            "Find wrong labels in a data set in files: confident learning in two passes, no broker.",
            "Arrays are mapped, not loaded, so a data set may be larger than memory. The scores must be out of sample, such as"
                    + " those of a cross-validation."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice audit --labels labels.npy --pred-probs probs.npy",
            "  sluice audit --labels labels.npy --logits z.npy --ids ids.txt --method both --json report.json --scores",
            "  sluice audit -f my.yaml --jsonl rows.jsonl --worst 50"
        })
final class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private RowInputOptions input;

    @Option(
            names = "--method",
            order = 15,
            paramLabel = "M",
            defaultValue = "POSTERIOR",
            description = {
                "How wrong labels are found: posterior (by the probability that a label is wrong, above"
                        + " policy.quarantineAbove), or a filter of confident learning: confident_learning,"
                        + " predicted_neq_given, prune_by_class, prune_by_noise_rate, both (of these two),"
                        + " low_self_confidence, low_normalized_margin.",
                "Default: posterior"
            })
    private AuditMethod method;

    @Option(
            names = "--worst",
            order = 16,
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the worst rows are listed. Default: ${DEFAULT-VALUE}")
    private int worst;

    @Option(
            names = "--scores",
            order = 17,
            description = "Write the label quality scores of every row into the JSON report, too.")
    private boolean scores;

    @Option(
            names = "--snapshot-out",
            order = 18,
            paramLabel = "FILE",
            description =
                    "Write what was learnt as a snapshot, for `sluice snapshots import` or `rehearse --warm-start`."
                            + " Name the pipeline with -f: a snapshot belongs to its list of classes.")
    private Path snapshotOut;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        if (scores && !json.asked()) {
            throw new Misuse("--scores needs --json: the scores of all rows go into that report");
        }
        if (worst < 0) {
            throw new Misuse("--worst " + worst + ": must be 0 or more");
        }
        if (snapshotOut != null
                && !Files.isDirectory(snapshotOut.toAbsolutePath().getParent())) {
            throw new Misuse("--snapshot-out " + snapshotOut + ": its directory does not exist");
        }
        AuditInput data = AuditInput.open(pipeline, input, spec.commandLine().getErr());
        int threads = Runtime.getRuntime().availableProcessors();
        AuditResult result = method == AuditMethod.POSTERIOR
                ? Audit.posterior(data.rows(), data.model(), data.cuts(), threads)
                : Audit.run(data.rows(), data.model(), method.filter(), snapshotOut != null, threads);
        if (snapshotOut != null) {
            SnapshotFile.write(
                    snapshotOut,
                    Snapshot.of(
                            new SnapshotVersion(1, 1),
                            data.classes().size(),
                            data.classes().hash(),
                            List.of(),
                            List.of(result.learnt())));
        }
        PrintWriter standard = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            AuditText.lines(data, result, worst).forEach(standard::println);
            standard.flush();
        }
        json.write(standard, new AuditJson(data, result, scores));
        return ExitCode.DONE;
    }
}
