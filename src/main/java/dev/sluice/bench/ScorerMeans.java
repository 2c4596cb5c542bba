package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;

/** How good the scorers and the quarantine of a cell were, over its seeds. */
final class ScorerMeans {

    private final List<Double> wrong = new ArrayList<>();
    private final List<Double> accuracy = new ArrayList<>();
    private final List<Double> precision = new ArrayList<>();
    private final List<Double> recall = new ArrayList<>();

    void add(Treatment.Spoiled set) {
        Filtered filtered = Filtered.by(set.scored(), true, "none");
        int bad = 0;
        int quarantined = 0;
        int caught = 0;
        for (int row = 0; row < set.truth().size(); row++) {
            boolean isWrong = set.given().labels()[row] != set.truth().labels()[row];
            bad += isWrong ? 1 : 0;
            quarantined += filtered.clean()[row] ? 0 : 1;
            caught += isWrong && !filtered.clean()[row] ? 1 : 0;
        }
        wrong.add((double) bad / set.truth().size());
        accuracy.add(Net.accuracy(set.scored().logits(), set.truth().labels()));
        if (quarantined > 0) {
            precision.add((double) caught / quarantined);
        }
        if (bad > 0) {
            recall.add((double) caught / bad);
        }
    }

    TrainingReport.Scorer report(String kind, double rate) {
        return new TrainingReport.Scorer(
                kind,
                rate,
                TrainingRow.mean(wrong),
                TrainingRow.mean(accuracy),
                precision.isEmpty() ? null : TrainingRow.mean(precision),
                recall.isEmpty() ? null : TrainingRow.mean(recall));
    }
}
