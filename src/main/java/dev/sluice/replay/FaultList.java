package dev.sluice.replay;

import dev.sluice.avro.Side;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Counts places and keeps the first few. */
final class FaultList {

    private final List<Place> first = new ArrayList<>();
    private long count;

    void add(Side side, int partition, long base, BitSet offsets) {
        count += offsets.cardinality();
        for (int bit = offsets.nextSetBit(0);
                bit >= 0 && first.size() < Balance.NAMED;
                bit = offsets.nextSetBit(bit + 1)) {
            first.add(new Place(side, partition, base + bit));
        }
    }

    void add(Place place) {
        count++;
        if (first.size() < Balance.NAMED) {
            first.add(place);
        }
    }

    long count() {
        return count;
    }

    Balance.Faults result() {
        return new Balance.Faults(count, List.copyOf(first));
    }
}
