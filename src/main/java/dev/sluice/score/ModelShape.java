package dev.sluice.score;

import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Map;

/** What a model takes and gives, asked of ONNX Runtime itself, since DJL does not pass it on. */
final class ModelShape {

    private ModelShape() {}

    /**
     * Shape of one row of the input.
     *
     * @param name the model's, for messages
     * @throws ScorerRefusedException when the model does not take one batch of rows of float32 and give one of logits
     */
    static Shape row(String name, byte[] model, int classes) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
            TensorInfo input = only(name, "input", session.getInputInfo());
            TensorInfo output = only(name, "output", session.getOutputInfo());
            long[] in = input.getShape();
            boolean rows = in.length >= 2 && in[0] < 0 && input.type == OnnxJavaType.FLOAT;
            for (int d = 1; d < in.length; d++) {
                rows &= in[d] > 0;
            }
            if (!rows) {
                throw new ScorerRefusedException(name + ": its input is " + input.type + " of shape " + new Shape(in)
                        + ", expected are rows of FLOAT with a free number of rows, such as (-1, 784): export it with a"
                        + " dynamic first axis");
            }
            long[] out = output.getShape();
            boolean free = out.length == 2 && out[1] < 0;
            if (!free && (out.length != 2 || out[1] != classes) || output.type != OnnxJavaType.FLOAT) {
                throw new ScorerRefusedException(name + ": its output is " + output.type + " of shape " + new Shape(out)
                        + ", expected is a row of " + classes + " FLOAT logits a sample, since the pipeline has "
                        + classes
                        + " classes");
            }
            return new Shape(in).slice(1);
        } catch (OrtException unreadable) {
            throw new ScorerRefusedException(name + ": not a model that ONNX Runtime can load ("
                    + unreadable.getMessage().replaceAll("\\s+", " ").strip() + ")");
        }
    }

    private static TensorInfo only(String name, String what, Map<String, NodeInfo> infos) {
        if (infos.size() != 1) {
            throw new ScorerRefusedException(
                    name + ": has " + infos.size() + " " + what + "s " + infos.keySet() + ", expected is one");
        }
        if (infos.values().iterator().next().getInfo() instanceof TensorInfo tensor) {
            return tensor;
        }
        throw new ScorerRefusedException(name + ": its " + what + " is no tensor");
    }
}
