package dev.sluice.judge;

import dev.sluice.noise.ConfidentClass;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.NoiseModel;
import dev.sluice.noise.Probabilities;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SparseCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What confident learning costs a sample: its test alone, the judge with its decision, and softmax beside them. A quarter
 * of the samples have a wrong label. Run by hand: {@code ./mvnw -q test-compile exec:exec@kernel-bench}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConfidentLearningKernelBench {

    private static final int SAMPLES = 1 << 10;

    @Param({"10", "100"})
    int classes;

    private final Sample[] samples = new Sample[SAMPLES];
    private final Evidence[] evidence = new Evidence[SAMPLES];
    private final float[][] logits = new float[SAMPLES][];
    private final double[][] probabilities = new double[SAMPLES][];
    private final int[] given = new int[SAMPLES];
    private double[] block;
    private double[] thresholds;
    private Judge judge;
    private int next;

    @Setup
    public void drawSamples() {
        Random random = new Random(7);
        ModelKey model = new ModelKey("main", "1");
        block = new double[SAMPLES * classes];
        for (int i = 0; i < SAMPLES; i++) {
            int truth = random.nextInt(classes);
            given[i] = random.nextInt(4) == 0 ? (truth + 1) % classes : truth;
            logits[i] = new float[classes];
            for (int k = 0; k < classes; k++) {
                logits[i][k] = (float) random.nextGaussian() + (k == truth ? 4 : 0);
            }
            probabilities[i] = Probabilities.softmax(logits[i]);
            System.arraycopy(probabilities[i], 0, block, i * classes, classes);
            samples[i] = new Sample("row-" + i, given[i]);
            evidence[i] = Evidence.of(new ModelEvidence(model, logits[i], probabilities[i], true));
        }
        thresholds = new double[classes];
        Arrays.fill(thresholds, .6);
        long[] counts = new long[classes];
        Arrays.fill(counts, 1_000);
        long[][] joint = new long[classes][classes];
        for (int k = 0; k < classes; k++) {
            joint[k][k] = 700;
            joint[k][(k + classes - 1) % classes] = 200;
        }
        SparseCounts cells = SparseCounts.of(joint);
        ModelStatistics statistics =
                new ModelStatistics(model, 1_000L * classes, counts, thresholds, cells, NoiseModel.of(cells, counts));
        judge = new Judge(
                Snapshot.of(new SnapshotVersion(1, 1), classes, "", List.of(), List.of(statistics)),
                Policies.policy().alwaysWarm().build());
    }

    private int next() {
        next = next + 1 & SAMPLES - 1;
        return next;
    }

    /** Column of the confident joint, of a row in a block, as an audit takes it. */
    @Benchmark
    public int confidentClass() {
        return ConfidentClass.of(block, next() * classes, thresholds);
    }

    /** Suspected or not. */
    @Benchmark
    public int detector() {
        int i = next();
        return new ConfidentOther(thresholds).otherClass(probabilities[i], given[i]);
    }

    /** The whole verdict. */
    @Benchmark
    public Decision judge() {
        int i = next();
        return judge.judge(samples[i], evidence[i]);
    }

    /** For comparison. */
    @Benchmark
    public double[] softmax() {
        return Probabilities.softmax(logits[next()]);
    }
}
