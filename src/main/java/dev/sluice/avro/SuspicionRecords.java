package dev.sluice.avro;

import dev.sluice.noise.SuspicionCounts;
import java.util.ArrayList;
import java.util.List;

/** What the breakers count, as it travels on the topics of tallies and of snapshots. */
public final class SuspicionRecords {

    /** Classes in one record of the tallies topic: few records for many classes, and little to rewrite for one. */
    private static final int CLASSES = 64;

    private SuspicionRecords() {}

    /** The number of the record that holds a class. */
    public static int block(int given) {
        return given / CLASSES;
    }

    /** One block of a partition's counts, whole. */
    public static TallyRow toAvro(int generation, int partition, int block, SuspicionCounts counts) {
        int first = block * CLASSES;
        List<Long> judged = new ArrayList<>(CLASSES);
        List<Long> suspected = new ArrayList<>(CLASSES);
        for (int k = first; k < Math.min(counts.classes(), first + CLASSES); k++) {
            judged.add(counts.judged(k));
            suspected.add(counts.suspected(k));
        }
        return TallyRow.newBuilder()
                .setGeneration(generation)
                .setPartition(partition)
                .setSuspicion(new SuspicionBlock(counts.policy(), first, judged, suspected))
                .build();
    }

    /** Whether the record is such a block; then only generation, partition and suspicion mean something. */
    public static boolean isBlock(TallyRow record) {
        return record.getSuspicion() != null;
    }

    /**
     * Puts a block's counts into those of its partition.
     *
     * @throws BadRecordException if it contradicts itself, or names a class that is not there
     */
    public static void add(TallyRow record, SuspicionCounts counts) throws BadRecordException {
        SuspicionBlock block = record.getSuspicion();
        if (block.getJudged().size() != block.getSuspected().size()) {
            throw notCounts(
                    block.getJudged().size() + " and " + block.getSuspected().size() + " counts");
        }
        try {
            for (int i = 0; i < block.getJudged().size(); i++) {
                counts.set(
                        block.getPolicy(),
                        block.getFirstClass() + i,
                        block.getJudged().get(i),
                        block.getSuspected().get(i));
            }
        } catch (IllegalArgumentException contradiction) {
            throw notCounts(contradiction.getMessage());
        }
    }

    /** The rates of a snapshot; null for none. */
    static RecentRates toAvro(dev.sluice.noise.RecentRates rates) {
        return rates.none()
                ? null
                : new RecentRates(
                        rates.policy(),
                        rates.judged(),
                        rates.suspected(),
                        PrimitiveLists.list(rates.classes()),
                        PrimitiveLists.list(rates.classJudged()),
                        PrimitiveLists.list(rates.classSuspected()));
    }

    /** The rates in a snapshot's record. */
    static dev.sluice.noise.RecentRates fromAvro(RecentRates record) {
        return record == null
                ? dev.sluice.noise.RecentRates.NONE
                : new dev.sluice.noise.RecentRates(
                        record.getPolicy(),
                        record.getJudged(),
                        record.getSuspected(),
                        PrimitiveLists.ints(record.getClasses()),
                        PrimitiveLists.longs(record.getClassJudged()),
                        PrimitiveLists.longs(record.getClassSuspected()));
    }

    private static BadRecordException notCounts(String why) {
        return new BadRecordException(LetterCause.INCOMPATIBLE_SCHEMA, why);
    }
}
