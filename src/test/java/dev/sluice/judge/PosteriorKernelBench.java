package dev.sluice.judge;

import dev.sluice.noise.GeneratedStream;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Posteriors;
import dev.sluice.noise.Probabilities;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.Snapshots;
import java.util.Arrays;
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
 * What the posterior costs a sample: its log-odds alone, and the judge with its decision; and what learning it costs once.
 * Run by hand: {@code ./mvnw -q test-compile exec:exec@kernel-bench -Dkernels=PosteriorKernel}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PosteriorKernelBench {

    private static final int SAMPLES = 1 << 10;
    private static final int LEARNT_FROM = 50_000;

    @Param({"10", "100", "1000"})
    int classes;

    private final Sample[] samples = new Sample[SAMPLES];
    private final Evidence[] evidence = new Evidence[SAMPLES];
    private GeneratedStream stream;
    private LearningSample sample;
    private PosteriorModel learnt;
    private Judge judge;
    private int next;

    @Setup
    public void learn() {
        ModelKey model = new ModelKey("main", "1");
        stream = GeneratedStream.draw(classes, LEARNT_FROM, .25, 7);
        sample = new LearningSample(classes);
        for (int i = 0; i < LEARNT_FROM; i++) {
            sample.add(SampleRow.of("row-" + i, stream.given()[i], stream.logits()[i]));
        }
        learnt = Posteriors.learn(sample, LEARNT_FROM);
        for (int i = 0; i < SAMPLES; i++) {
            float[] logits = stream.logits()[i];
            samples[i] = new Sample("row-" + i, stream.given()[i]);
            evidence[i] = Evidence.of(new ModelEvidence(model, logits, Probabilities.softmax(logits), true));
        }
        long[] counts = new long[classes];
        Arrays.fill(counts, 1_000);
        double[] thresholds = new double[classes];
        Arrays.fill(thresholds, .6);
        judge = new Judge(
                Snapshots.snapshot()
                        .counts(counts)
                        .thresholds(thresholds)
                        .posterior(learnt)
                        .build(),
                Policies.policy().alwaysWarm().detector(DetectorKind.POSTERIOR).build());
    }

    private int next() {
        next = next + 1 & SAMPLES - 1;
        return next;
    }

    /** Log-odds that the label is wrong. */
    @Benchmark
    public double logOdds() {
        int i = next();
        return learnt.logOdds(stream.logits()[i], stream.given()[i]);
    }

    /** The whole verdict. */
    @Benchmark
    public Decision judge() {
        int i = next();
        return judge.judge(samples[i], evidence[i]);
    }

    /** A posterior from a full learning sample. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public PosteriorModel learning() {
        return Posteriors.learn(sample, LEARNT_FROM);
    }
}
