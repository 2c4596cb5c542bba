package dev.sluice.audit;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.files.NpyProbabilities;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.files.ScoreKind;
import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.ModelKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Times an audit of generated files, the first (cold) run and the later ones apart, for each filter. Run by hand:
 * {@code ./mvnw -q test-compile exec:exec@audit-bench}. The files stay in {@code target/bench} for runs of the command.
 */
public final class AuditBench {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private AuditBench() {}

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.getInteger("rows");
        int classes = Integer.getInteger("classes");
        Path folder = Files.createDirectories(Path.of("target", "bench", rows + "x" + classes));
        GeneratedArrays files = new GeneratedArrays(folder.resolve("labels.npy"), folder.resolve("probs.npy"));
        if (!Files.exists(files.probabilities())) {
            files = GeneratedArrays.write(folder, rows, classes, 7);
        }
        int threads = Runtime.getRuntime().availableProcessors();
        System.out.printf(Locale.ROOT, "%,d x %d float32 in %s, %d threads%n", rows, classes, folder, threads);
        for (IssueFilter filter : IssueFilter.values()) {
            if (System.getProperty("method") == null || filter.name().equalsIgnoreCase(System.getProperty("method"))) {
                time(files, filter, threads);
            }
        }
    }

    private static void time(GeneratedArrays files, IssueFilter filter, int threads) throws IOException {
        StringBuilder line =
                new StringBuilder(String.format("%-22s", filter.name().toLowerCase(Locale.ROOT)));
        int flagged = 0;
        for (int round = 0; round < Integer.getInteger("rounds"); round++) {
            ProbabilityRows rows = NpyProbabilities.open(
                    files.labels(),
                    files.probabilities(),
                    ScoreKind.PROBABILITIES,
                    Optional.empty(),
                    OptionalInt.empty());
            long start = System.nanoTime();
            long cpu = PROCESS.getProcessCpuTime();
            flagged =
                    Audit.run(rows, new ModelKey("main", "1"), filter, threads).issues().length;
            line.append(String.format(
                    Locale.ROOT,
                    "%7.0f/%.0f",
                    (System.nanoTime() - start) / 1e6,
                    (PROCESS.getProcessCpuTime() - cpu) / 1e6));
        }
        System.out.println(line + " ms/CPU ms, " + flagged + " flagged");
    }
}
