package dev.sluice.demo;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.Route;
import dev.sluice.avro.Side;
import dev.sluice.replay.OutcomeListener;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Holds the pipeline's outcomes against the truth, which only the demo knows. */
public final class DemoScore implements OutcomeListener {

    private static final int EXAMPLES = 5;

    private final DemoWorld world;
    private final Detection quarantine = new Detection();
    private final Detection predictedOther = new Detection();
    private final Map<LeftoverReason, Long> leftovers = new EnumMap<>(LeftoverReason.class);
    private final SortedMap<String, Long> letters = new TreeMap<>();
    private final TreeMap<Long, Decision> examples = new TreeMap<>();
    private long decided;
    private long mislabelled;
    private long predictedRight;

    public DemoScore(DemoWorld world) {
        this.world = world;
    }

    @Override
    public void decision(Decision decision) {
        DemoItem item = world.item(DemoIds.index(decision.getSampleId()));
        decided++;
        if (decision.getRoute() == Route.QUARANTINE) {
            examples.put(DemoIds.index(decision.getSampleId()), decision);
            if (examples.size() > EXAMPLES) {
                examples.pollLastEntry();
            }
        }
        mislabelled += item.mislabelled() ? 1 : 0;
        predictedRight += item.predicted() == item.trueLabel() ? 1 : 0;
        quarantine.count(decision.getRoute() == Route.QUARANTINE, item.mislabelled());
        predictedOther.count(item.predicted() != item.givenLabel(), item.mislabelled());
    }

    @Override
    public void leftover(Leftover leftover) {
        leftovers.merge(leftover.getReason(), 1L, Long::sum);
    }

    @Override
    public void letter(Side side, String cause) {
        letters.merge(cause, 1L, Long::sum);
    }

    /** Quarantine as a finder of wrong labels. */
    public Detection quarantine() {
        return quarantine;
    }

    /** The plain rule beside it: wrong when the model predicts another class. */
    public Detection predictedOther() {
        return predictedOther;
    }

    /** Share of decided samples whose label is wrong. */
    public double noiseRate() {
        return share(mislabelled);
    }

    /** Share of decided samples for which the model's first choice is the truth. */
    public double modelAccuracy() {
        return share(predictedRight);
    }

    public Map<LeftoverReason, Long> leftovers() {
        return leftovers;
    }

    /** Dead letters by cause. */
    public SortedMap<String, Long> letters() {
        return letters;
    }

    /** The first items that went to quarantine, with the truth. */
    public List<Example> examples() {
        return examples.values().stream()
                .map(decision -> new Example(
                        decision.getSampleId(),
                        decision.getGivenLabel(),
                        decision.getSuggestedLabel(),
                        decision.getPWrong(),
                        world.item(DemoIds.index(decision.getSampleId())).trueLabel()))
                .toList();
    }

    /**
     * One item in quarantine.
     *
     * @param id of the sample
     * @param given label that it came with
     * @param suggested label that the evidence favours
     * @param pWrong the verdict's P(label wrong)
     * @param truth what it is
     */
    public record Example(String id, int given, int suggested, double pWrong, int truth) {}

    private double share(long part) {
        return decided == 0 ? 0 : part / (double) decided;
    }
}
