package dev.sluice.spec;

import dev.sluice.judge.ClassPolicy;
import dev.sluice.judge.DetectorKind;
import dev.sluice.judge.Guard;
import dev.sluice.judge.Mode;
import dev.sluice.judge.Policy;
import dev.sluice.judge.WarmUp;
import dev.sluice.judge.Weights;
import dev.sluice.weight.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything a person chose about judging, without a version yet: the section {@code policy} of a pipeline file, or a
 * policy file of its own.
 *
 * @param mode whether verdicts are carried out
 * @param detector which rule suspects a sample
 * @param quarantineAbove cut-off of P(label wrong), for detectors that give one
 * @param warmUp what happens before enough is learnt
 * @param guard breakers on the quarantine rate
 * @param weights loss weights
 * @param classes exceptions, by name or index of the class, sorted
 */
public record PolicySpec(
        @Key(meaning = "`enforce`, or `shadow`: decide and log, but route everything clean.", byDefault = "enforce")
        Mode mode,

        @Key(
                meaning =
                        "The rule that suspects a sample: a calibrated P(label wrong), confident learning, or plain 'the"
                                + " most probable class is not the label'.",
                byDefault = "posterior")
        Detector detector,

        @Key(
                meaning = "Quarantine above this P(label wrong), for detectors that give one.",
                byDefault = "0.5",
                min = 0,
                max = 1)
        double quarantineAbove,

        @Key(meaning = "What happens before enough is learnt.")
        WarmUpSpec warmUp,

        @Key(meaning = "Breakers on the quarantine rate.") GuardSpec guard,
        @Key(meaning = "Loss weights of clean samples.") WeightsSpec weights,

        @Key(meaning = "Exceptions for single classes, by name or index.", byDefault = "{}")
        Map<String, ClassPolicySpec> classes) {

    public PolicySpec {
        classes = Collections.unmodifiableMap(new TreeMap<>(classes));
    }

    /** Which rule suspects a sample. */
    public enum Detector {
        POSTERIOR,
        CONFIDENT_LEARNING,
        PREDICTED_NEQ_GIVEN;

        private DetectorKind kind() {
            return DetectorKind.valueOf(name());
        }
    }

    /** The canonical text: every key with its value, in one order, so that equal policies have equal texts. */
    public String yaml() {
        return CanonicalYaml.write(this);
    }

    /** Names the content: 16 hexadecimal digits of the SHA-256 of {@link #yaml()}. */
    public String hash() {
        MessageDigest digest = Sha256.digest();
        digest.update(yaml().getBytes(StandardCharsets.UTF_8));
        return Sha256.firstDigits(digest);
    }

    /**
     * The policy that the judge uses.
     *
     * @param version of the policy, at least 1
     * @param list the classes that the exceptions name
     * @throws IllegalArgumentException for an exception of a class that is not in the list
     */
    public Policy toPolicy(int version, ClassList list) {
        unfitFor(list).forEach((key, wrong) -> {
            throw new IllegalArgumentException("policy.classes." + key + ": " + wrong);
        });
        Map<Integer, ClassPolicy> exceptions = new TreeMap<>();
        classes.forEach((key, exception) -> exceptions.put(list.indexOf(key), exception.toClassPolicy()));
        return new Policy(
                version,
                hash(),
                mode,
                detector.kind(),
                quarantineAbove,
                new WarmUp(warmUp.samples(), warmUp.perClass(), warmUp.route()),
                new Guard(guard.maxRate(), guard.maxClassRate(), guard.onOpen()),
                new Weights(weights.scheme(), weights.floor(), weights.cap()),
                exceptions);
    }

    /** What is chosen for classes and does nothing under this detector, a sentence each. */
    public List<String> withoutEffect() {
        List<String> idle = new ArrayList<>();
        classes.forEach((name, exception) -> {
            boolean thresholds = detector == Detector.CONFIDENT_LEARNING;
            boolean cuts = detector == Detector.POSTERIOR;
            idle(idle, name, "threshold", !thresholds && exception.threshold().isPresent());
            idle(
                    idle,
                    name,
                    "thresholdOffset",
                    !thresholds && exception.thresholdOffset().isPresent());
            idle(
                    idle,
                    name,
                    "quarantineAbove",
                    !cuts && exception.quarantineAbove().isPresent());
        });
        return idle;
    }

    private void idle(List<String> idle, String name, String key, boolean does) {
        if (does) {
            idle.add("policy.classes." + name + "." + key + " has no effect with the detector " + Scalars.word(detector)
                    + (detector == Detector.PREDICTED_NEQ_GIVEN
                            ? ", which knows no cut-offs"
                            : key.equals("quarantineAbove")
                                    ? ", which takes threshold or thresholdOffset"
                                    : ", which takes quarantineAbove"));
        }
    }

    /** Why a scheme of weights does not go with the rest; empty when it does. */
    Optional<String> unfitScheme() {
        return weights.scheme() == Scheme.NONE || detector == Detector.POSTERIOR
                ? Optional.empty()
                : Optional.of(
                        Scalars.word(weights.scheme()) + " needs policy.detector: posterior, as weights are fitted on"
                                + " its P(label wrong); it is " + Scalars.word(detector));
    }

    /** What is wrong with the classes that have exceptions, by key: unknown ones, and two names for one class. */
    Map<String, String> unfitFor(ClassList list) {
        Map<String, String> unfit = new TreeMap<>();
        Map<Integer, String> seen = new TreeMap<>();
        for (String key : classes.keySet()) {
            int index = list.indexOf(key);
            if (index < 0) {
                unfit.put(key, unknown(key, list));
            } else if (seen.putIfAbsent(index, key) != null) {
                unfit.put(key, "is the same class as " + seen.get(index));
            }
        }
        return unfit;
    }

    private static String unknown(String key, ClassList list) {
        if (key.matches("-?[0-9]+")) {
            return "class " + key + " is outside 0.." + (list.size() - 1) + " (classes: " + list.size() + ")";
        }
        return "unknown class"
                + Nearest.to(key, list.names())
                        .map(near -> ", did you mean " + near + "?")
                        .orElse(", name one of the list or give an index in 0.." + (list.size() - 1));
    }
}
