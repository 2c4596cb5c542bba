package dev.sluice.stream;

import dev.sluice.judge.Breakers;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Gate;
import dev.sluice.judge.GuardRoute;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Reason;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.ClassList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard rails of one running instance, for logs and metrics: which breakers are open, where learning stands still, and
 * how many decisions named each reason and each gate since the start. It decides nothing. Each opening and each closing is
 * one line of the log, however many partitions notice it.
 */
public final class GuardWatch {

    private static final Logger LOG = LoggerFactory.getLogger(GuardWatch.class);

    private final ClassList classes;
    private final Map<Reason, LongAdder> reasons = new EnumMap<>(Reason.class);
    private final Map<Gate, LongAdder> gates = new EnumMap<>(Gate.class);
    private final Latencies latencies = new Latencies();
    private final LongAdder openings = new LongAdder();
    private final LongAdder closings = new LongAdder();
    private final Set<Integer> standingStill = new TreeSet<>();
    private final Map<Integer, Long> waitingSince = new ConcurrentHashMap<>();
    private Map<OptionalInt, Breakers.Open> open = Map.of();
    private SnapshotVersion snapshot;
    private int policy;

    GuardWatch(ClassList classes) {
        this.classes = classes;
        for (Reason reason : Reason.values()) {
            reasons.put(reason, new LongAdder());
        }
        for (Gate gate : Gate.values()) {
            gates.put(gate, new LongAdder());
        }
    }

    /** Decisions of this instance that named the reason, since its start. */
    public long decided(Reason reason) {
        return reasons.get(reason).sum();
    }

    /** Decisions of this instance with the gate in force, since its start. */
    public long decided(Gate gate) {
        return gates.get(gate).sum();
    }

    /** How long decisions of this instance took. */
    public Latencies latencies() {
        return latencies;
    }

    /** The breakers that are open under the newest snapshot and policy; the one over all samples first. */
    public synchronized List<Breakers.Open> open() {
        return List.copyOf(open.values());
    }

    /** How often a breaker opened since the start. */
    public long openings() {
        return openings.sum();
    }

    /** How often a breaker closed since the start. */
    public long closings() {
        return closings.sum();
    }

    /** Partitions of this instance whose evidence no new snapshot covers for a long time. */
    public synchronized Set<Integer> standingStill() {
        return Set.copyOf(standingStill);
    }

    /** Event time of what waits longest for its partner, by partition of this instance; of those where anything waits. */
    public Map<Integer, Long> waitingSince() {
        Map<Integer, Long> since = new TreeMap<>(waitingSince);
        since.values().removeIf(time -> time == Long.MAX_VALUE);
        return since;
    }

    void waitsSince(int partition, long time) {
        waitingSince.put(partition, time);
    }

    /** A task judges with these from now on; tasks come to them one after the other, and only the first matters. */
    synchronized void saw(Snapshot newest, Policy inForce, Breakers breakers) {
        boolean older = newest == null
                ? snapshot != null
                : snapshot != null && newest.version().compareTo(snapshot) < 0;
        if (older || inForce.version() < policy) {
            return;
        }
        snapshot = newest == null ? null : newest.version();
        policy = inForce.version();
        Map<OptionalInt, Breakers.Open> now = new LinkedHashMap<>();
        breakers.open().forEach(breaker -> now.put(breaker.givenClass(), breaker));
        now.values().stream()
                .filter(breaker -> !open.containsKey(breaker.givenClass()))
                .forEach(breaker -> opens(breaker, inForce));
        open.values().stream()
                .filter(breaker -> !now.containsKey(breaker.givenClass()))
                .forEach(this::closes);
        open = now;
    }

    void decided(Decision decision) {
        for (Reason reason : decision.reasons()) {
            reasons.get(reason).increment();
        }
        for (Gate gate : decision.gates()) {
            gates.get(gate).increment();
        }
    }

    synchronized void standsStill(int partition, boolean still) {
        if (still && standingStill.add(partition)) {
            LOG.warn(
                    "partition {}: evidence arrives and no new snapshot covers it, its decisions say STALE_SNAPSHOT."
                            + " Is an instance with the learner running?",
                    partition);
        } else if (!still && standingStill.remove(partition)) {
            LOG.info("partition {}: snapshots cover its evidence again", partition);
        }
    }

    private void opens(Breakers.Open breaker, Policy inForce) {
        openings.increment();
        LOG.warn(
                "breaker {} opens: {} of the last {} judged samples are suspected ({} %), policy v{} allows {} %."
                        + " Suspects {} until the share falls or the policy changes",
                name(breaker),
                breaker.suspected(),
                breaker.judged(),
                percent((double) breaker.suspected() / breaker.judged()),
                inForce.version(),
                percent(breaker.limit()),
                inForce.guard().onOpen() == GuardRoute.HOLD ? "wait" : "go to clean with reason BREAKER");
    }

    private void closes(Breakers.Open breaker) {
        closings.increment();
        LOG.info("breaker {} closes: suspects go to quarantine again", name(breaker));
    }

    private String name(Breakers.Open breaker) {
        return breaker.givenClass().isEmpty()
                ? "over all samples"
                : "of class " + classes.names().get(breaker.givenClass().getAsInt());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
