package dev.sluice.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Learns a {@link Rescaler} from a reservoir. A pure function, cold-started each time: seeded, in one order of summation, so the
 * same rows give the same bits, and a snapshot can be learnt again from the tallies that it names.
 *
 * <p>The paper learns the rescaler beside the model, one step of each in turn. A stream shows logits alone, so a linear student
 * ({@link Probe}) takes the model's place; it begins as the model. With more than 32 classes there is no student, and the outer
 * term works alone.
 *
 * <p>None is learnt where none could be trusted: from fewer than 256 rows, from features that are all constant, or when the
 * weights come out without spread or larger for larger losses. Whoever asked keeps the one it has.
 *
 * <p>Rejected: learning on where the last one stopped. It is cheaper, but what is in force would depend on every snapshot
 * before it, and a learner that lost its store could not go on as if nothing had happened.
 */
public final class RescalerLearner {

    static final int LEAST_ROWS = 256;
    private static final int STEPS = 300;
    private static final int BATCH = 48;
    private static final double RATE = 1e-2;
    private static final double LEAST_SPREAD = .01;
    private static final long SEED = 0x5708_4D00_5EEDL;
    private static final int PART = 4;

    private RescalerLearner() {}

    /**
     * Learns.
     *
     * @param rows in a fixed order, with losses that a model out of sample gave
     * @param classes K
     * @param arrived pieces of evidence that had arrived: says when it was learnt
     * @param passes names of the models
     * @return empty when none could be trusted
     */
    public static Optional<Rescaler> learn(List<StormRow> rows, int classes, long arrived, List<String> passes) {
        if (rows.size() < LEAST_ROWS) {
            return Optional.empty();
        }
        Groups groups = Groups.of(rows, classes);
        Features features = Features.of(rows, groups);
        if (!features.live()) {
            return Optional.empty();
        }
        Reservoir reservoir = new Reservoir(rows, features, groups);
        Layers layers = Layers.of(taught(reservoir), reservoir);
        Rescaler learnt = new Rescaler(arrived, passes, groups, features, layers, reference(rows, layers, reservoir));
        return sound(rows, learnt) ? Optional.of(learnt) : Optional.empty();
    }

    private static Net taught(Reservoir reservoir) {
        SplittableRandom random = new SplittableRandom(SEED);
        Net net = new Net(random);
        Adam adam = new Adam(net.parameters.length, RATE);
        Probe student = reservoir.embeddings == null ? null : new Probe(reservoir.embeddings[0].length, reservoir.unit);
        for (int step = 0; step < STEPS; step++) {
            Batch learn = student == null ? null : reservoir.draw(BATCH, random);
            MetaStep meta = new MetaStep(net, student, learn, reservoir.draw(BATCH, random));
            adam.step(net.parameters, meta.gradient);
            student = meta.after;
        }
        return net;
    }

    /** Of each group the first quarter of the rows. */
    private static RescaledRows reference(List<StormRow> rows, Layers layers, Reservoir reservoir) {
        Map<Integer, List<Integer>> byGroup = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            int group = 2 * rows.get(i).given() + (rows.get(i).look().agrees() ? 1 : 0);
            byGroup.computeIfAbsent(group, none -> new ArrayList<>()).add(i);
        }
        int size = 0;
        for (List<Integer> group : byGroup.values()) {
            size += few(group);
        }
        RescaledRows made = new RescaledRows(new int[size], new float[size], new float[size], new float[size]);
        int at = 0;
        for (List<Integer> group : byGroup.values()) {
            double all = group.stream().mapToDouble(i -> rows.get(i).stands()).sum();
            double some = group.stream()
                    .limit(few(group))
                    .mapToDouble(i -> rows.get(i).stands())
                    .sum();
            for (int i : group.subList(0, few(group))) {
                StormRow row = rows.get(i);
                double[] features = new double[Features.COUNT];
                System.arraycopy(reservoir.features, i * Features.COUNT, features, 0, Features.COUNT);
                made.given()[at] = row.given();
                made.rows()[at] = (float) (row.stands() * all / some);
                made.pWrong()[at] = row.pWrong();
                made.weight()[at++] = (float) layers.weight(features);
            }
        }
        return made;
    }

    private static int few(List<Integer> group) {
        return (group.size() + PART - 1) / PART;
    }

    /** Whether weights differ at all, and fall as losses rise. */
    private static boolean sound(List<StormRow> rows, Rescaler learnt) {
        double all = 0;
        double weights = 0;
        double losses = 0;
        double both = 0;
        double squares = 0;
        for (StormRow row : rows) {
            double weight = learnt.weight(row.given(), row.look());
            double loss = row.look().lossMean();
            all += row.stands();
            weights += row.stands() * weight;
            losses += row.stands() * loss;
            both += row.stands() * weight * loss;
            squares += row.stands() * weight * weight;
        }
        double spread = Math.sqrt(Math.max(0, squares / all - weights / all * weights / all));
        return spread > LEAST_SPREAD && both / all < weights / all * (losses / all);
    }
}
