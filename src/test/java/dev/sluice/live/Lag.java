package dev.sluice.live;

import dev.sluice.avro.Coverage;
import dev.sluice.avro.Decision;
import dev.sluice.stream.ControlTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far judging ran ahead of learning: for each decision, its number in the partition less what the snapshot that judged
 * it covered there. Held rows are judged by a snapshot that covers them, which counts as 0.
 */
final class Lag {

    private final Map<String, Map<Integer, Long>> covered = new HashMap<>();
    private final List<Long> rows = new ArrayList<>();

    Lag(Live live) {
        new ControlTopics(live.connection, live.spec).snapshots(snapshot -> {
            Map<Integer, Long> arrived = new HashMap<>();
            for (Coverage part : snapshot.getCoverage()) {
                arrived.put(part.getPartition(), part.getArrived());
            }
            covered.put(snapshot.getGeneration() + "." + snapshot.getSequence(), arrived);
        });
    }

    void see(Decision decision) {
        long known = covered.get(decision.getSnapshotVersion()).getOrDefault(decision.getPartition(), 0L);
        rows.add(Math.max(0, decision.getSequence() - known));
    }

    long largest() {
        return rows.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public String toString() {
        List<Long> sorted = rows.stream().sorted().toList();
        return "median " + sorted.get(sorted.size() / 2) + ", 99 % " + sorted.get((int) (sorted.size() * .99))
                + ", max " + largest() + " rows";
    }
}
