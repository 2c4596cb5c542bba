package dev.sluice.bench;

import dev.sluice.judge.Route;
import dev.sluice.replay.Rehearsal;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.SpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the pipeline makes of a training set: the live judge and learner in one pass, without a broker.
 *
 * @param clean by row, whether it was routed clean
 * @param weights by row, its loss weight; 0 in quarantine
 */
record Filtered(boolean[] clean, float[] weights) {

    /** Every scheme of the language beside none. */
    private static final List<String> SCHEMES = List.of("posterior", "importance", "small_loss", "noise_rate", "storm");

    private static final String PIPELINE =
            "name: bench\nclasses: " + Digits.CLASSES + "\npolicy: {detector: posterior}";

    /** The schemes of {@code policy.weights.scheme} beside none that this version has. */
    static List<String> schemes() {
        return SCHEMES.stream().filter(Filtered::known).toList();
    }

    private static boolean known(String scheme) {
        try {
            spec("enforce", scheme);
            return true;
        } catch (SpecException notYet) {
            return false;
        }
    }

    /** The pipeline of the proof: all defaults but the mode and the scheme. */
    static PipelineSpec spec(String mode, String scheme) {
        return PipelineLoader.parse(PIPELINE, Map.of("policy.mode", mode, "policy.weights.scheme", scheme));
    }

    /**
     * @param quarantine false routes everything clean, so that only weights act
     * @param scheme a value of {@code policy.weights.scheme}
     */
    static Filtered by(FoldRows rows, boolean quarantine, String scheme) {
        Filtered filtered = new Filtered(new boolean[rows.size()], new float[rows.size()]);
        RehearsalSetup setup = RehearsalSetup.of(spec(quarantine ? "enforce" : "shadow", scheme));
        try {
            Rehearsal.run(setup, rows, rows.order(), (row, id, decision) -> {
                filtered.clean[row] = decision.route() == Route.CLEAN;
                filtered.weights[row] = (float) decision.weight();
            });
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return filtered;
    }

    /** The clean rows with their weights. */
    TrainingRows of(TrainingRows all) {
        int[] kept = IntStream.range(0, clean.length).filter(row -> clean[row]).toArray();
        return new TrainingRows(all.pixels(), all.labels(), weights).select(kept);
    }
}
