package dev.sluice.replay;

import dev.sluice.avro.Side;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recount of the conservation law, by id: every input that the pipeline has taken must have exactly one fate.
 *
 * <p>What is kept: one bit for each input, outcome and waiting state, by partition and offset; ten million rows take some
 * ten megabytes. Totals are derived from the bits and never compared with each other, since one record lost and another
 * doubled leave every total right.
 *
 * <p>Rules:
 *
 * <ol>
 *   <li>Inputs at or beyond the cut, the committed offset at the start of the recount, are unread and have no fate yet.
 *   <li>So are those that stand in an internal topic between input and filter ({@link #inTransit}).
 *   <li>An outcome wins over waiting: a live pipeline may decide between the reading of its stores and of its outputs.
 *   <li>Two outcomes of one input are a fault, also beyond the cut. So is an outcome of what is no input (below the cut).
 * </ol>
 *
 * <p>Nothing of Kafka is in here: the caller reads the topics, in the order that {@code TopicRecount} explains.
 */
public final class Fates {

    private final Map<Integer, PartitionFates> samples = new TreeMap<>();
    private final Map<Integer, PartitionFates> logits = new TreeMap<>();
    private final Releases releases = new Releases();

    /**
     * Opens a partition of an input topic; to be called once for each before anything is added to it.
     *
     * @param base first offset that the topic still holds
     * @param cut committed offset of the pipeline
     */
    public void open(Side side, int partition, long base, long cut) {
        of(side).put(partition, new PartitionFates(base, cut));
    }

    /** A record of an input topic that is not a tick. */
    public void input(Place place) {
        partition(place).input(place.offset());
    }

    /** A record of an input topic that says it is a tick; the pipeline refuses one from the far future. */
    public void tick(Place place) {
        partition(place).tick(place.offset());
    }

    /** A row in an output topic that names the input. */
    public void outcome(Place place, Outcome outcome) {
        partition(place).outcome(place.offset(), outcome);
    }

    /**
     * A later presentation of a sample that has its one outcome elsewhere. Were such a row lost or written twice, the
     * logits behind it would show it.
     */
    public void repeated(Place sample, Outcome outcome) {
        partition(sample).repeated(outcome);
    }

    /**
     * A row that was released from quarantine. Releases stand beside the fates of inputs, as the row in quarantine stays:
     * clean (origin release) = released, at most what was quarantined, and no unit twice.
     *
     * @param repeat whether it is a later presentation of its sample
     */
    void released(UnitOfAccount unit, boolean repeat) {
        releases.add(unit, repeat);
    }

    /** How many rows were released from quarantine. */
    public long released() {
        return releases.count();
    }

    /** How many decisions of this outcome are on later presentations, over all partitions. */
    public long repeated(Outcome outcome) {
        return samples.values().stream()
                .mapToLong(partition -> partition.repeats(outcome))
                .sum();
    }

    /** How many decisions of this outcome are on later presentations. */
    public long repeated(int partition, Outcome outcome) {
        return samples.get(partition).repeats(outcome);
    }

    /** A record on its way from an input topic, below the cut, to the filter. */
    public void inTransit(Place place) {
        partition(place).inTransit(place.offset());
    }

    /** An entry in a store of the filter that holds the input. */
    public void waiting(Place place, Waiting kind) {
        partition(place).waiting(place.offset(), kind);
    }

    /** Forgets what waits, so that the stores can be read again. */
    public void clearWaiting() {
        samples.values().forEach(PartitionFates::clearWaiting);
        logits.values().forEach(PartitionFates::clearWaiting);
    }

    /** Whether any input has no fate so far. */
    public boolean anyLost() {
        return samples.values().stream().anyMatch(PartitionFates::hasLost)
                || logits.values().stream().anyMatch(PartitionFates::hasLost);
    }

    /** What one partition's side comes to. */
    public SideCount count(Side side, int partition) {
        return of(side).get(partition).count();
    }

    /** The verdict over all partitions. */
    public Balance balance() {
        FaultList lost = new FaultList();
        FaultList doubled = new FaultList();
        FaultList unfounded = new FaultList();
        for (Side side : Side.values()) {
            of(side).forEach((number, partition) -> partition.findFaults(side, number, lost, doubled, unfounded));
        }
        releases.findFaults(samples, doubled, unfounded);
        SideCount in = total(samples);
        SideCount scored = total(logits);
        return lost.count() + doubled.count() + unfounded.count() == 0
                ? new Balance.Holds(in, scored)
                : new Balance.Broken(in, scored, lost.result(), doubled.result(), unfounded.result());
    }

    private static SideCount total(Map<Integer, PartitionFates> partitions) {
        return partitions.values().stream().map(PartitionFates::count).reduce(SideCount.none(), SideCount::plus);
    }

    private PartitionFates partition(Place place) {
        PartitionFates partition = of(place.side()).get(place.partition());
        if (partition == null) {
            throw new IllegalArgumentException(
                    place + " is named as an input, but that topic has no such partition: was it created again?");
        }
        return partition;
    }

    private Map<Integer, PartitionFates> of(Side side) {
        return side == Side.SAMPLE ? samples : logits;
    }
}
