package dev.sluice.replay;

import dev.sluice.files.LabelledRows;
import dev.sluice.judge.DetectorKind;
import dev.sluice.judge.GuardRoute;
import dev.sluice.judge.Policies;
import dev.sluice.judge.Policy;
import dev.sluice.judge.WarmUpRoute;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Window;

/** Builds rehearsals for tests, from the defaults of a pipeline's file. */
final class RehearsalSetups {

    static final ModelKey MODEL = new ModelKey("main", "1");

    private int classes = 3;
    private boolean outOfSample = true;
    private Policies policy = Policies.policy();
    private long snapshotEvery = 1000;
    private long maxAhead = 2000;
    private Window window = Window.all();

    private RehearsalSetups() {}

    static RehearsalSetups setup() {
        return new RehearsalSetups();
    }

    RehearsalSetups classes(int value) {
        classes = value;
        return this;
    }

    RehearsalSetups inSample() {
        outOfSample = false;
        return this;
    }

    RehearsalSetups detector(DetectorKind value) {
        policy.detector(value);
        return this;
    }

    RehearsalSetups warmUp(long samples, long perClass, WarmUpRoute route) {
        policy.warmUp(samples, perClass, route);
        return this;
    }

    RehearsalSetups guard(double maxRate, double maxClassRate, GuardRoute onOpen) {
        policy.guard(maxRate, maxClassRate, onOpen);
        return this;
    }

    RehearsalSetups snapshotEvery(long rows) {
        snapshotEvery = rows;
        return this;
    }

    RehearsalSetups maxAhead(long rows) {
        maxAhead = rows;
        return this;
    }

    RehearsalSetups window(Window value) {
        window = value;
        return this;
    }

    /** Rows of one model, in sample if this says so. */
    FiledRows scored(LabelledRows rows) {
        return new ScoredRows(rows, MODEL, outOfSample);
    }

    RehearsalSetup build() {
        Policy built = policy.build();
        return new RehearsalSetup(classes, "class-list", built, snapshotEvery, maxAhead, window);
    }
}
