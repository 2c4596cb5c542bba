package dev.sluice.score;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.ScorerSpec;
import dev.sluice.stream.Scorer;
import java.nio.file.Path;
import java.util.List;

/** Opens the model that a pipeline file names. Loads no class of DJL before there is a model for it. */
public final class Scorers {

    private Scorers() {}

    /**
     * The scorer of a pipeline; null where the file names none.
     *
     * @param folder what the model's name is relative to: the folder of the pipeline file
     * @throws ScorerRefusedException when the model cannot or must not be used
     */
    public static Scorer open(PipelineSpec spec, Path folder) {
        if (spec.scorer().isEmpty()) {
            return null;
        }
        ScorerSpec scorer = spec.scorer().get();
        byte[] model = ModelFile.read(scorer, folder);
        requirePacked();
        try {
            return OnnxScorer.open(scorer, model, spec.classes().size());
        } catch (LinkageError noNatives) {
            throw new ScorerRefusedException("scorer: ONNX Runtime cannot be loaded on this machine (" + noNatives
                    + "): its native libraries are for Linux with glibc, macOS and Windows, on x86-64 or arm64");
        }
    }

    private static void requirePacked() {
        for (String type :
                List.of("ai.djl.Model", "ai.djl.onnxruntime.engine.OrtEngineProvider", "ai.onnxruntime.OrtSession")) {
            try {
                Class.forName(type, false, Scorers.class.getClassLoader());
            } catch (ClassNotFoundException notPacked) {
                throw new ScorerRefusedException("scorer: this Sluice is packed without DJL and ONNX Runtime (140 MB,"
                        + " mostly native libraries): pack it with ./mvnw -Pscorer -DskipTests package, or take the"
                        + " section scorer out");
            }
        }
    }
}
