package dev.sluice.judge;

import dev.sluice.weight.Scheme;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Builds policies for tests, from the defaults of a pipeline's file. */
public final class Policies {

    private Scheme scheme = Scheme.NONE;
    private int version = 1;
    private Mode mode = Mode.ENFORCE;
    private DetectorKind detector = DetectorKind.CONFIDENT_LEARNING;
    private double quarantineAbove = 0.5;
    private WarmUp warmUp = new WarmUp(1000, 20, WarmUpRoute.HOLD);
    private Guard guard = Guard.NONE;
    private final Map<Integer, ClassPolicy> classes = new HashMap<>();

    private Policies() {}

    public static Policies policy() {
        return new Policies();
    }

    public Policies version(int value) {
        version = value;
        return this;
    }

    public Policies mode(Mode value) {
        mode = value;
        return this;
    }

    public Policies detector(DetectorKind value) {
        detector = value;
        return this;
    }

    public Policies warmUp(long samples, long perClass, WarmUpRoute route) {
        warmUp = new WarmUp(samples, perClass, route);
        return this;
    }

    /** Nothing is asked of the statistics: judge from the first snapshot on. */
    public Policies alwaysWarm() {
        return warmUp(0, 0, WarmUpRoute.CLEAN);
    }

    public Policies threshold(int k, double fixed) {
        classes.put(k, new ClassPolicy(OptionalDouble.of(fixed), OptionalDouble.empty(), OptionalDouble.empty()));
        return this;
    }

    public Policies thresholdOffset(int k, double offset) {
        classes.put(k, new ClassPolicy(OptionalDouble.empty(), OptionalDouble.of(offset), OptionalDouble.empty()));
        return this;
    }

    public Policies guard(double maxRate, double maxClassRate, GuardRoute onOpen) {
        guard = new Guard(maxRate, maxClassRate, onOpen);
        return this;
    }

    public Policies quarantineAbove(double value) {
        quarantineAbove = value;
        return this;
    }

    public Policies quarantineAbove(int k, double value) {
        classes.put(k, new ClassPolicy(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(value)));
        return this;
    }

    public Policies scheme(Scheme value) {
        scheme = value;
        return this;
    }

    public Policy build() {
        return new Policy(
                version,
                "policy-hash",
                mode,
                detector,
                quarantineAbove,
                warmUp,
                guard,
                new Weights(scheme, 0.05, 4),
                classes);
    }
}
