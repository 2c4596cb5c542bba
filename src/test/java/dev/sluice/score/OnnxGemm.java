package dev.sluice.score;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a linear model, logits = features * weights + bias, as an ONNX file: one Gemm, its two constants, its input and
 * its output. ONNX is protobuf, a file is some nested messages, and this is all that a linear model needs of them. The
 * numbers are the field numbers of the format's onnx.proto.
 */
final class OnnxGemm {

    private static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OnnxGemm() {}

    /**
     * The file.
     *
     * @param weights (features, classes)
     * @param bias one a class
     */
    static byte[] file(float[][] weights, float[] bias) {
        return file("Gemm", weights, bias);
    }

    /** The same with another operator, which the runtime may not know. */
    static byte[] file(String operator, float[][] weights, float[] bias) {
        int features = weights.length;
        int classes = bias.length;
        float[] flat = new float[features * classes];
        for (int f = 0; f < features; f++) {
            System.arraycopy(weights[f], 0, flat, f * classes, classes);
        }
        OnnxGemm node = new OnnxGemm()
                .text(1, "features")
                .text(1, "weights")
                .text(1, "bias")
                .text(2, "logits")
                .text(4, operator);
        OnnxGemm graph = new OnnxGemm()
                .message(1, node)
                .text(2, "linear")
                .message(5, constant("weights", flat, features, classes))
                .message(5, constant("bias", bias, classes))
                .message(11, value("features", features))
                .message(12, value("logits", classes));
        return new OnnxGemm()
                .number(1, IR_VERSION)
                .text(2, "sluice")
                .message(7, graph)
                .message(8, new OnnxGemm().text(1, "").number(2, OPSET))
                .out
                .toByteArray();
    }

    private static OnnxGemm constant(String name, float[] values, int... dims) {
        OnnxGemm tensor = new OnnxGemm();
        for (int dim : dims) {
            tensor.number(1, dim);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array());
    }

    /** A batch of rows; how many is left open. */
    private static OnnxGemm value(String name, int width) {
        OnnxGemm shape =
                new OnnxGemm().message(1, new OnnxGemm().text(2, "batch")).message(1, new OnnxGemm().number(1, width));
        OnnxGemm tensor = new OnnxGemm().number(1, FLOAT).message(2, shape);
        return new OnnxGemm().text(1, name).message(2, new OnnxGemm().message(1, tensor));
    }

    private OnnxGemm number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    private OnnxGemm text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxGemm message(int field, OnnxGemm inner) {
        return bytes(field, inner.out.toByteArray());
    }

    private OnnxGemm bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
