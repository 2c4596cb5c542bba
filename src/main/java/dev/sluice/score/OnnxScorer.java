package dev.sluice.score;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import dev.sluice.spec.ScorerSpec;
import dev.sluice.stream.Scorer;
import dev.sluice.stream.ScoringException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model in ONNX Runtime, by way of DJL. One session for all threads, which ONNX Runtime allows, and one predictor for
 * each thread, since DJL's predictors are not safe to share.
 *
 * <p>The model is loaded from bytes, so DJL has no folder in which it could find jars, native libraries or settings. It has
 * one input, a batch of rows of float32, and one output, as many rows of K float32.
 */
final class OnnxScorer implements Scorer {

    private static final String ENGINE = "OnnxRuntime";
    private static final int PATIENCE_SECONDS = 3;

    private final Model model;
    private final Rows rows;
    private final ExecutorService threads;
    private final ThreadLocal<Predictor<float[][], float[][]>> predictors;

    private OnnxScorer(Model model, Rows rows, int threads) {
        this.model = model;
        this.rows = rows;
        AtomicInteger number = new AtomicInteger();
        // Daemons: a call into native code cannot be interrupted, and must not keep a stopped service alive.
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "scorer-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        // Predictors are closed with the model that they belong to.
        this.predictors = ThreadLocal.withInitial(() -> model.newPredictor(rows));
    }

    /** @throws ScorerRefusedException when the bytes are no model, or one of another shape */
    static OnnxScorer open(ScorerSpec spec, byte[] bytes, int classes) {
        // Nothing is ever looked for or reported in the network.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // DJL wants to be the one that starts ONNX Runtime.
        Engine.getEngine(ENGINE);
        Shape row = ModelShape.row(spec.model(), bytes, classes);
        Model model = Model.newInstance("scorer", Device.cpu(), ENGINE);
        try {
            // More threads inside would compete with the stream threads; scorer.threads says how many there are.
            Map<String, String> options = Map.of("interOpNumThreads", "1", "intraOpNumThreads", "1");
            model.load(new ByteArrayInputStream(bytes), options);
            OnnxScorer scorer = new OnnxScorer(model, new Rows(row), spec.threads());
            scorer.tryOut(spec, classes);
            return scorer;
        } catch (IOException | MalformedModelException | EngineException unreadable) {
            model.close();
            throw new ScorerRefusedException(
                    spec.model() + ": not a model that ONNX Runtime can load (" + line(unreadable) + ")");
        } catch (ScorerRefusedException refused) {
            model.close();
            throw refused;
        }
    }

    // One row of zeros: what is wrong with every row should be said before the first.
    private void tryOut(ScorerSpec spec, int classes) {
        float[][] answer;
        try {
            answer = predict(new float[1][features()]);
        } catch (ScoringException failed) {
            close();
            throw new ScorerRefusedException(
                    spec.model() + ": fails on a row of " + features() + " zeros: " + failed.getMessage());
        }
        if (answer.length != 1 || answer[0].length != classes) {
            close();
            throw new ScorerRefusedException(spec.model() + ": answers "
                    + (answer.length == 0 ? "nothing" : answer[0].length + " scores")
                    + " for a sample, and the pipeline has "
                    + classes + " classes");
        }
    }

    @Override
    public int features() {
        return Math.toIntExact(rows.features());
    }

    @Override
    public CompletableFuture<float[][]> score(float[][] batch) {
        return CompletableFuture.supplyAsync(() -> predict(batch), threads);
    }

    private float[][] predict(float[][] batch) {
        try {
            return predictors.get().predict(batch);
        } catch (TranslateException | RuntimeException failed) {
            throw new ScoringException(culprit(batch), line(failed));
        }
    }

    /** The first row on which the model fails alone, so that a person can look at it; 0 when none does. */
    private int culprit(float[][] batch) {
        for (int row = 0; batch.length > 1 && row < batch.length; row++) {
            try {
                predictors.get().predict(new float[][] {batch[row]});
            } catch (TranslateException | RuntimeException failed) {
                return row;
            }
        }
        return 0;
    }

    private static String line(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().replaceAll("\\s+", " ").strip();
    }

    /** What is being scored is given up; it is scored again after the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            // Freeing a session that still runs would bring the process down; what is stuck is left to its end.
            if (threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                model.close();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
