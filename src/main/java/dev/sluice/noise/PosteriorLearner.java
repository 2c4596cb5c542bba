package dev.sluice.noise;

/**
 * Learns a {@link PosteriorModel} from a sample of rows. A pure function, cold-started each time: the same rows give the same
 * model, whatever was learnt before, so a snapshot can be learnt again from the tallies that it names.
 *
 * <p>A model's scores z and the given labels s are seen, the true labels y are not: P(s | z) = sum over y of P(y | z) T[y][s].
 * How much of what disagrees is the model's error and how much is the labels' cannot be told from P(s | z) alone; so level,
 * calibration and pattern are settled one after the other, each with what the one before held fixed:
 *
 * <ol>
 *   <li><b>Level.</b> Two answers that fail differently, and the larger is taken: the rate that explains the labels best
 *       beside a free scale ({@link CalibrationFit#withRate}; too low when the model has learnt to predict the noise), and
 *       the disagreement where the model is surest ({@link AgreementFloor}; too low when hard samples carry the noise).
 *   <li><b>Pattern.</b> EM under a deliberately sharp reading, which leaves hardly anything to the model's doubt
 *       ({@link PatternFit}). People err more on hard samples, so it may find more noise than the level says, up to half as
 *       much again; never less.
 *   <li><b>Calibration.</b> Scale and biases under that pattern; then, for up to 32 classes, the bend, in turns with the
 *       pattern, twice.
 * </ol>
 *
 * <p>Where the level is below .3 %, no statistic of some thousand rows tells a clean label set from one with a few errors,
 * and hardly any set of labels is cleaner (0.15 % in the test labels of MNIST, 3.4 % on average over ten known sets;
 * Northcutt, Athalye, Mueller, "Pervasive Label Errors", NeurIPS 2021). So .3 % is the lowest level, and below it the sharp
 * reading has a say in the verdict as well.
 *
 * <p>What was tried and dropped, with figures, and how much each constant matters: RATIONALE.md.
 */
final class PosteriorLearner {

    /** Of the reading under which the pattern is learnt. */
    private static final double SHARPNESS = 1.75;

    /** How many times the level hard samples may raise the noise to. */
    private static final double MOST = 1.5;

    private static final double LOWEST_LEVEL = .003;
    private static final double LARGEST_LEVEL = .95;

    /** The sharp reading's say where the pattern is no more than the level. */
    private static final double SAY = .125;

    private static final int TURNS = 2;

    private PosteriorLearner() {}

    /**
     * Learns.
     *
     * @param arrived pieces of evidence that the sample was drawn from and those of other models: says when it was learnt
     */
    static PosteriorModel learn(LearningSample sample, long arrived) {
        int classes = sample.classes();
        if (classes < 2 || sample.seen() == 0) {
            return PosteriorModel.untaught(classes);
        }
        WeightedRows rows = new WeightedRows(sample);
        CalibrationFit calibrations = new CalibrationFit(rows);
        PatternFit patterns = new PatternFit(rows);

        CalibrationFit.WithRate first = calibrations.withRate();
        double level = Math.max(first.rate(), AgreementFloor.of(rows));
        double least = Math.max(level, LOWEST_LEVEL);
        double most = Math.min(LARGEST_LEVEL, MOST * least);
        PatternFit.Found found = patterns.fit(first.calibration().read(rows, SHARPNESS), least, most);
        Calibration calibration = calibrations.scaled(found.pattern(), first.calibration());
        for (int turn = 0; turn < TURNS; turn++) {
            found = patterns.fit(calibration.read(rows, SHARPNESS), least, most);
            calibration = classes <= Candidates.LIMIT
                    ? calibrations.bent(found.pattern(), calibration)
                    : calibrations.scaled(found.pattern(), calibration);
        }
        double say = Math.min(1, SAY * Math.min(1, level / found.total()) + LOWEST_LEVEL / found.total());
        PosteriorModel learnt = PosteriorModel.of(
                arrived,
                calibration,
                rows.unit,
                found.pattern(),
                say,
                calibrations.information(found.pattern(), calibration));
        return learnt.with(ReferenceRows.of(sample, learnt));
    }
}
