package dev.sluice.noise;

import dev.sluice.storm.Rescaler;
import dev.sluice.storm.RescalerLearner;
import dev.sluice.storm.StormRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The posteriors in force, and when they are learnt again. Mutable, for one thread.
 *
 * <p>Learning one takes some 60 ms, hundreds of times a freeze's other work, while what it learns hardly changes from one
 * snapshot to the next. So a model's posterior is learnt when it has none, and again when a tenth of its window is new: with
 * a window without end at every growth by a tenth, some 70 times from a thousand rows to a million; with one of 2,500 rows every 250.
 *
 * <p>When that is depends on the snapshots that were frozen, and on nothing else; each posterior says what had arrived when it
 * was learnt. So a run can be done again from its recorded order, which lists every snapshot. Rejected: once in so many
 * seconds (a clock), and at every snapshot (three processors' work at 40,000 rows a second).
 */
public final class Posteriors {

    private static final int SHARE = 10;

    private final Map<ModelKey, PosteriorModel> inForce = new TreeMap<>();
    private Optional<Rescaler> rescaler = Optional.empty();

    /** Takes up a posterior that was learnt before. */
    public void restore(ModelKey model, PosteriorModel posterior) {
        inForce.put(model, posterior);
    }

    /** Takes up a rescaler that was learnt before. */
    public void restore(Rescaler learnt) {
        rescaler = Optional.of(learnt);
    }

    /** The rescaler of loss weights that was learnt with the posteriors in force; empty before there is one. */
    public Optional<Rescaler> rescaler() {
        return rescaler;
    }

    /** The same, to try what would be learnt. */
    public Posteriors copy() {
        Posteriors copy = new Posteriors();
        copy.inForce.putAll(inForce);
        copy.rescaler = rescaler;
        return copy;
    }

    /** Forgets everything. */
    public void clear() {
        inForce.clear();
        rescaler = Optional.empty();
    }

    /**
     * Learns what is due and forgets models that are not in force.
     *
     * @param arrived pieces of evidence that have arrived in all partitions
     * @param rows partial sums of the live panes, merged
     * @param models in force
     * @param enough samples of a model before which none is learnt of it: nobody would judge by it, and a learner that is slow
     *     in the warm-up lets what is held there wait
     * @param samples learning samples of the live panes, merged, by model; asked only when a posterior is due
     * @return the posteriors in force, by model; not to be written to
     */
    public Map<ModelKey, PosteriorModel> refresh(
            long arrived,
            Map<TallyKey, TallyRow> rows,
            Collection<ModelKey> models,
            long enough,
            Supplier<Map<ModelKey, LearningSample>> samples) {
        inForce.keySet().retainAll(models);
        Map<ModelKey, Long> sizes = new TreeMap<>();
        rows.forEach((key, row) -> sizes.merge(key.model(), row.count(), Math::addExact));
        Map<ModelKey, LearningSample> asked = null;
        for (ModelKey model : models) {
            long size = sizes.getOrDefault(model, 0L);
            if (size >= enough && due(inForce.get(model), arrived, size)) {
                asked = asked == null ? samples.get() : asked;
                LearningSample sample = asked.get(model);
                // What an older version tallied came without rows.
                if (sample != null && !sample.rows().isEmpty()) {
                    inForce.put(model, PosteriorLearner.learn(sample, arrived));
                }
            }
        }
        rescale(arrived, asked);
        return inForce;
    }

    /**
     * A rescaler is of certain models: with others it is forgotten, as its features would be of other losses. It is learnt
     * whenever a posterior is, and kept when a new one could not be trusted.
     */
    private void rescale(long arrived, Map<ModelKey, LearningSample> asked) {
        List<String> passes = inForce.keySet().stream().map(ModelKey::toString).toList();
        rescaler = rescaler.filter(known -> known.passes().equals(passes));
        if (asked != null && !passes.isEmpty() && inForce.keySet().stream().allMatch(asked::containsKey)) {
            int classes = asked.get(inForce.keySet().iterator().next()).classes();
            List<StormRow> rows = new JoinedRows(inForce, asked).rows();
            rescaler = RescalerLearner.learn(rows, classes, arrived, passes).or(() -> rescaler);
        }
    }

    /**
     * Learns a posterior once, of rows that do not stream.
     *
     * @param arrived how many rows the sample was drawn from
     */
    public static PosteriorModel learn(LearningSample sample, long arrived) {
        return PosteriorLearner.learn(sample, arrived);
    }

    private static boolean due(PosteriorModel known, long arrived, long window) {
        return known == null || arrived - known.arrived() >= Math.max(1, window / SHARE);
    }
}
