package dev.sluice.demo;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.Side;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The records of the demo in the order in which they are sent, with the fate that each must have.
 *
 * <p>Items happen one after the other, {@value #STEP} ms apart. A record's event time is its item's moment plus a little
 * jitter. Annotator and model each take their own time, exponential with a mean of {@value #MEAN_DELAY} ms, so logits come
 * before or after their sample, and neighbours overtake each other by some hundred places. A repeated record comes after
 * the first of its kind, later by another delay. Bad records, {@value #BAD_COPIES} of each kind and side, arrive anywhere.
 *
 * <p>Only what is still on its way is kept: an item's records arrive at or after its moment, so everything that arrives
 * before the next item's moment can be sent.
 */
public final class DemoStream implements Iterator<DemoRecord> {

    private static final long STEP = 15;
    private static final long JITTER = 200;
    private static final double MEAN_DELAY = 1_500;
    private static final int BAD_COPIES = 3;
    private static final long FUTURE = 30 * 60_000;

    private final DemoWorld world;
    private final long seed;
    private final long items;
    private final long start;
    private final PriorityQueue<Arrival> underWay =
            new PriorityQueue<>(Comparator.comparingDouble(Arrival::at).thenComparingLong(Arrival::number));
    private long nextItem;
    private long created;

    private record Arrival(double at, long number, DemoRecord record) {}

    /**
     * Opens the stream.
     *
     * @param seed two streams of one seed, size and end are equal
     * @param items how many items happen, at least 1
     * @param end wall clock, ms: the last item happens about then; records from the future are ahead of it
     */
    public DemoStream(long seed, long items, long end) {
        if (items < 1) {
            throw new IllegalArgumentException("a demo needs at least 1 sample, not " + items);
        }
        this.world = new DemoWorld(seed);
        this.seed = seed;
        this.items = items;
        this.start = end - items * STEP - JITTER;
        scatterFaults(end);
    }

    private void scatterFaults(long end) {
        Random random = new Random(seed);
        long number = items;
        for (int copy = 0; copy < BAD_COPIES; copy++) {
            for (Fault fault : Fault.values()) {
                for (Side side : fault.sides()) {
                    double at = start + random.nextDouble() * items * STEP;
                    long time = fault == Fault.FUTURE_TIMESTAMP ? end + FUTURE : (long) at;
                    DemoItem item = world.item(number);
                    add(at, new DemoRecord(side, DemoIds.of(number), item, time, new Fate.Letter(fault)));
                    number++;
                }
            }
        }
    }

    /** How many records there are in all. */
    public long records() {
        long records = 0;
        for (Fault fault : Fault.values()) {
            records += (long) BAD_COPIES * fault.sides().size();
        }
        for (long index = 0; index < items; index++) {
            DemoPlan plan = DemoPlan.draw(random(index));
            records += plan.sampleCopies() + plan.logitsCopies();
        }
        return records;
    }

    @Override
    public boolean hasNext() {
        while (nextItem < items && (underWay.isEmpty() || underWay.peek().at() >= moment(nextItem))) {
            happen(nextItem++);
        }
        return !underWay.isEmpty();
    }

    @Override
    public DemoRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return underWay.poll().record();
    }

    private void happen(long index) {
        Random random = random(index);
        DemoPlan plan = DemoPlan.draw(random);
        DemoItem item = world.item(index);
        Fate first = plan.paired() ? new Fate.Decided() : new Fate.Left(LeftoverReason.EXPIRED);
        send(Side.SAMPLE, index, item, plan.sampleCopies(), first, LeftoverReason.DUPLICATE, random);
        send(Side.LOGITS, index, item, plan.logitsCopies(), first, LeftoverReason.SUPERSEDED, random);
    }

    private void send(
            Side side, long index, DemoItem item, int copies, Fate first, LeftoverReason repeated, Random random) {
        double at = moment(index);
        for (int copy = 0; copy < copies; copy++) {
            at -= MEAN_DELAY * StrictMath.log(1 - random.nextDouble());
            long time = moment(index) + random.nextInt((int) JITTER);
            add(at, new DemoRecord(side, DemoIds.of(index), item, time, copy == 0 ? first : new Fate.Left(repeated)));
        }
    }

    private void add(double at, DemoRecord record) {
        underWay.add(new Arrival(at, created++, record));
    }

    private long moment(long index) {
        return start + index * STEP;
    }

    private Random random(long index) {
        return new Random(DemoWorld.mix(seed ^ DemoWorld.mix(~index)));
    }
}
