package dev.sluice.judge;

import java.util.Map;
import java.util.Objects;

/**
 * Everything that a person chose about judging, immutable and versioned.
 *
 * @param version at least 1
 * @param hash content hash of its canonical form
 * @param mode whether verdicts are acted on
 * @param detector how a wrong label is recognised
 * @param quarantineAbove P(label wrong) above which a sample is quarantined, for detectors that give one; in 0..1
 * @param warmUp from when on statistics are trusted
 * @param guard breakers on the share of suspects
 * @param weights loss weights of clean samples
 * @param classes what differs for a class, by class index
 */
public record Policy(
        int version,
        String hash,
        Mode mode,
        DetectorKind detector,
        double quarantineAbove,
        WarmUp warmUp,
        Guard guard,
        Weights weights,
        Map<Integer, ClassPolicy> classes) {

    /** K cut-offs of P(label wrong), the exceptions of single classes included. */
    public double[] cuts(int classCount) {
        double[] cuts = new double[classCount];
        for (int k = 0; k < classCount; k++) {
            ClassPolicy own = classes.get(k);
            cuts[k] = own == null ? quarantineAbove : own.quarantineAbove().orElse(quarantineAbove);
        }
        return cuts;
    }

    public Policy {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(detector, "detector");
        Objects.requireNonNull(warmUp, "warmUp");
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(weights, "weights");
        classes = Map.copyOf(classes);
        if (version < 1 || !(quarantineAbove >= 0 && quarantineAbove <= 1)) {
            throw new IllegalArgumentException(
                    "policy v" + version + " with quarantineAbove " + quarantineAbove + ", which must be in 0..1");
        }
    }
}
