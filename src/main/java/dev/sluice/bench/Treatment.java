package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One way to train on a spoiled set.
 *
 * @param name as the report calls it
 * @param rows what is trained on
 */
record Treatment(String name, Function<Spoiled, TrainingRows> rows) {

    static final String RAW = "raw";
    static final String QUARANTINE = "quarantine";
    /** The scheme whose weights a scorer of a later round is trained by. */
    static final String ROUNDS = "posterior";

    static final String SECOND = ", second round";
    static final String CLEAN_SCORER = "quarantine, scorer of true labels";
    static final String PERFECT = "perfect removal";
    static final String ORACLE = "oracle";

    /**
     * A training set whose labels were spoiled.
     *
     * @param truth the digits with their true labels
     * @param given rows with the given labels, each with weight 1
     * @param scored the same with logits out of sample
     * @param second the same with logits of models that were trained on the rows by the weights that the first gave them
     * @param wellScored the same with logits of models that were trained on true labels of other rows
     */
    record Spoiled(Digits truth, TrainingRows given, FoldRows scored, FoldRows second, FoldRows wellScored) {}

    /** All of them, in the order of the report. */
    static List<Treatment> all(List<String> schemes) {
        List<Treatment> all = new ArrayList<>();
        all.add(new Treatment(RAW, Spoiled::given));
        all.add(filter(QUARANTINE, true, "none"));
        schemes.forEach(scheme -> all.add(filter(scheme, false, scheme)));
        schemes.forEach(scheme -> all.add(filter(QUARANTINE + " + " + scheme, true, scheme)));
        all.add(new Treatment(
                ROUNDS + SECOND, set -> Filtered.by(set.second(), false, ROUNDS).of(set.given())));
        all.add(new Treatment(
                QUARANTINE + " + " + ROUNDS + SECOND,
                set -> Filtered.by(set.second(), true, ROUNDS).of(set.given())));
        all.add(new Treatment(
                CLEAN_SCORER, set -> Filtered.by(set.wellScored(), true, "none").of(set.given())));
        all.add(new Treatment(PERFECT, Treatment::withoutWrong));
        all.add(new Treatment(
                ORACLE, set -> TrainingRows.of(set.truth().pixels(), set.truth().labels())));
        return all;
    }

    private static Treatment filter(String name, boolean quarantine, String scheme) {
        return new Treatment(
                name, set -> Filtered.by(set.scored(), quarantine, scheme).of(set.given()));
    }

    private static TrainingRows withoutWrong(Spoiled set) {
        int[] right = IntStream.range(0, set.truth().size())
                .filter(row -> set.given().labels()[row] == set.truth().labels()[row])
                .toArray();
        return set.given().select(right);
    }
}
