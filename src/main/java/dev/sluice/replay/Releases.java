package dev.sluice.replay;

import dev.sluice.avro.Side;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Rows that were released from quarantine, and what the law says of them: each was quarantined, and none comes twice. */
final class Releases {

    private final Map<UnitOfAccount, Boolean> units = new HashMap<>();
    private final Set<UnitOfAccount> doubled = new HashSet<>();
    private long count;

    void add(UnitOfAccount unit, boolean repeat) {
        count++;
        if (units.put(unit, repeat) != null) {
            doubled.add(unit);
        }
    }

    long count() {
        return count;
    }

    /** @param samples fates of the samples, by partition */
    void findFaults(Map<Integer, PartitionFates> samples, FaultList doubles, FaultList unfounded) {
        doubled.forEach(unit -> doubles.add(place(unit)));
        long repeats = 0;
        for (Map.Entry<UnitOfAccount, Boolean> entry : units.entrySet()) {
            PartitionFates partition = samples.get(entry.getKey().partition());
            if (entry.getValue()) {
                // Later presentations have no place of their own among the fates: they are counted.
                repeats++;
            } else if (partition == null
                    || !partition.quarantined(entry.getKey().offset())) {
                unfounded.add(place(entry.getKey()));
            }
        }
        long quarantined = samples.values().stream()
                .mapToLong(partition -> partition.repeats(Outcome.QUARANTINE))
                .sum();
        if (repeats > quarantined) {
            units.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .limit(repeats - quarantined)
                    .forEach(entry -> unfounded.add(place(entry.getKey())));
        }
    }

    private static Place place(UnitOfAccount unit) {
        return new Place(Side.SAMPLE, unit.partition(), unit.offset());
    }
}
