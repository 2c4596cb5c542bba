package dev.sluice.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The model under training: one hidden layer, Adam, a fixed number of steps, no early stopping, no schedule. The loss of a
 * batch is the weighted sum of the rows' cross entropies over the size of the batch.
 */
final class Net implements AutoCloseable {

    /** DJL's name of its PyTorch engine. */
    static final String ENGINE = "PyTorch";

    private static final int HIDDEN = 256;
    private static final int BATCH = 128;
    private static final float RATE = 1e-3f;
    private static final int ROWS_AT_ONCE = 2_000;

    private final Model model;

    private Net(Model model) {
        this.model = model;
    }

    /** Trains on the rows, in a new order each time that they are through. */
    static Net train(TrainingRows rows, int steps, long seed) {
        return train(rows, steps, seed, Integer.MAX_VALUE, net -> {});
    }

    /**
     * The same, and shows the net as it is on the way.
     *
     * @param every how many steps lie between two looks
     * @param look sees it after so many steps, each time
     */
    static Net train(TrainingRows rows, int steps, long seed, int every, Consumer<Net> look) {
        // Where the weights begin; the engine has one source of chance, so trainings go one after the other.
        Engine.getEngine(ENGINE).setRandomSeed((int) seed);
        Model model = Model.newInstance("digits", Device.cpu(), ENGINE);
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(Digits.CLASSES).build()));
        Net net = new Net(model);
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(RATE))
                        .build())
                .optDevices(new Device[] {Device.cpu()});
        try (Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(new Shape(BATCH, Digits.PIXELS));
            SplittableRandom random = new SplittableRandom(seed);
            int[] order = new int[rows.size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            int at = order.length;
            for (int step = 0; step < steps; step++) {
                if (at + BATCH > order.length) {
                    shuffle(order, random);
                    at = 0;
                }
                step(trainer, rows, order, at);
                at += BATCH;
                if ((step + 1) % every == 0) {
                    look.accept(net);
                }
            }
        }
        return net;
    }

    private static void step(Trainer trainer, TrainingRows rows, int[] order, int from) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            FloatBuffer pixels = FloatBuffer.allocate(BATCH * Digits.PIXELS);
            float[] targets = new float[BATCH * Digits.CLASSES];
            for (int i = 0; i < BATCH; i++) {
                int row = order[from + i];
                pixels.put(rows.pixels()[row]);
                targets[i * Digits.CLASSES + rows.labels()[row]] = rows.weights()[row] / BATCH;
            }
            pixels.rewind();
            NDArray x = manager.create(pixels, new Shape(BATCH, Digits.PIXELS), DataType.FLOAT32);
            NDArray target = manager.create(targets, new Shape(BATCH, Digits.CLASSES));
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                NDArray logits = trainer.forward(new NDList(x)).singletonOrThrow();
                gradients.backward(logits.logSoftmax(-1).mul(target).sum().neg());
            }
            trainer.step();
        }
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    /** Logits of each row. */
    float[][] logits(float[][] pixels) {
        float[][] logits = new float[pixels.length][];
        ParameterStore parameters = new ParameterStore(model.getNDManager(), false);
        for (int from = 0; from < pixels.length; from += ROWS_AT_ONCE) {
            int size = Math.min(ROWS_AT_ONCE, pixels.length - from);
            try (NDManager manager = model.getNDManager().newSubManager()) {
                FloatBuffer flat = FloatBuffer.allocate(size * Digits.PIXELS);
                for (int i = 0; i < size; i++) {
                    flat.put(pixels[from + i]);
                }
                flat.rewind();
                NDArray x = manager.create(flat, new Shape(size, Digits.PIXELS), DataType.FLOAT32);
                float[] answer = model.getBlock()
                        .forward(parameters, new NDList(x), false)
                        .singletonOrThrow()
                        .toFloatArray();
                for (int i = 0; i < size; i++) {
                    logits[from + i] =
                            java.util.Arrays.copyOfRange(answer, i * Digits.CLASSES, (i + 1) * Digits.CLASSES);
                }
            }
        }
        return logits;
    }

    /** Share of rows whose highest logit is the label. */
    double accuracy(Digits digits) {
        return accuracy(logits(digits.pixels()), digits.labels());
    }

    static double accuracy(float[][] logits, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int k = 1; k < Digits.CLASSES; k++) {
                best = logits[i][k] > logits[i][best] ? k : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    @Override
    public void close() {
        model.close();
    }
}
