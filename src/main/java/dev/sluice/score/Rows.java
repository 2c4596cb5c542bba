package dev.sluice.score;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import java.nio.FloatBuffer;

/** Between rows of numbers and the engine's arrays; a batch goes through the model in one piece. */
final class Rows implements NoBatchifyTranslator<float[][], float[][]> {

    private final Shape row;

    /** @param row shape of one row of the input */
    Rows(Shape row) {
        this.row = row;
    }

    long features() {
        return row.size();
    }

    @Override
    public NDList processInput(TranslatorContext context, float[][] batch) {
        FloatBuffer flat = FloatBuffer.allocate(Math.toIntExact(batch.length * features()));
        for (float[] values : batch) {
            flat.put(values);
        }
        flat.rewind();
        Shape shape = new Shape(batch.length).addAll(row);
        return new NDList(context.getNDManager().create(flat, shape, DataType.FLOAT32));
    }

    @Override
    public float[][] processOutput(TranslatorContext context, NDList list) {
        if (list.size() != 1) {
            throw new IllegalArgumentException(
                    "it has " + list.size() + " outputs, one is expected: a row of logits for each sample");
        }
        NDArray answer = list.singletonOrThrow();
        Shape shape = answer.getShape();
        if (shape.dimension() != 2 || answer.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("its output is " + answer.getDataType() + " of shape " + shape
                    + ", expected are float32 of shape (batch, classes)");
        }
        float[] flat = answer.toFloatArray();
        int width = Math.toIntExact(shape.get(1));
        float[][] scores = new float[Math.toIntExact(shape.get(0))][width];
        for (int i = 0; i < scores.length; i++) {
            System.arraycopy(flat, i * width, scores[i], 0, width);
        }
        return scores;
    }
}
