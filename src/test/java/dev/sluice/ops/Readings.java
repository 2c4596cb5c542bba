package dev.sluice.ops;

import dev.sluice.judge.Breakers;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Policies;
import dev.sluice.judge.Policy;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.Snapshots;
import dev.sluice.stream.Books;
import dev.sluice.stream.Latencies;
import dev.sluice.stream.PartitionBooks;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds looks at an instance for tests: all is well, partitions 0 and 1 are here and empty, snapshot 1.1 of three classes. */
public final class Readings {

    /** When a look is, unless a test says otherwise. */
    public static final long NOW = 1_780_000_000_000L;

    private long time = NOW;
    private boolean running = true;
    private boolean failed;
    private final Set<Integer> assigned = new TreeSet<>(Set.of(0, 1));
    private final TreeMap<Integer, PartitionBooks> local = new TreeMap<>();
    private final TreeMap<Integer, PartitionBooks> all = new TreeMap<>();
    private final Map<Integer, Long> oldest = new HashMap<>();
    private final Map<Integer, Long> lag = new HashMap<>();
    private Snapshot snapshot = Snapshots.snapshot().build();
    private Policy policy = Policies.policy().build();
    private final Set<Integer> standingStill = new HashSet<>();
    private long restoring;

    private Readings() {
        books(0, Books.books());
        books(1, Books.books());
    }

    public static Readings reading() {
        return new Readings();
    }

    public Readings time(long millis) {
        time = millis;
        return this;
    }

    public Readings running(boolean value) {
        running = value;
        return this;
    }

    public Readings failed() {
        failed = true;
        return this;
    }

    /** Books of a partition, in the store and committed. */
    public Readings books(int partition, Books books) {
        local.put(partition, books.build());
        all.put(partition, books.build());
        return this;
    }

    /** Books of a partition in its store alone: not committed yet. */
    public Readings uncommitted(int partition, Books books) {
        local.put(partition, books.build());
        return this;
    }

    /** Books of a partition that another instance has. */
    public Readings elsewhere(int partition, Books books) {
        all.put(partition, books.build());
        return this;
    }

    public Readings unreadable(int partition) {
        local.remove(partition);
        return this;
    }

    public Readings lag(int partition, long records) {
        lag.put(partition, records);
        return this;
    }

    public Readings waitingSince(int partition, long millis) {
        oldest.put(partition, millis);
        return this;
    }

    public Readings snapshot(Snapshot value) {
        snapshot = value;
        return this;
    }

    public Readings policy(Policy value) {
        policy = value;
        return this;
    }

    public Readings standsStill(int partition) {
        standingStill.add(partition);
        return this;
    }

    public Readings restoring(long records) {
        restoring = records;
        return this;
    }

    public Reading build() {
        Map<Gate, Long> gates = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            gates.put(gate, 0L);
        }
        return new Reading(
                time,
                running,
                failed,
                assigned,
                local,
                all,
                oldest,
                lag,
                snapshot,
                policy,
                policy == null
                        ? java.util.List.of()
                        : Breakers.of(snapshot, policy).open(),
                0,
                standingStill,
                gates,
                new Latencies(),
                restoring,
                Map.of("ledger", 5L));
    }
}
