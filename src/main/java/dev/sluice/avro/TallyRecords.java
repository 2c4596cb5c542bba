package dev.sluice.avro;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SampleKey;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.TallyKey;

/**
 * Partial sums as they travel on the tallies topic: whole rows, and after each batch of rows an end marker that says how
 * far they reach.
 */
public final class TallyRecords {

    private TallyRecords() {}

    /** The record of one row of one partition. */
    public static TallyRow toAvro(int generation, int partition, TallyKey key, dev.sluice.noise.TallyRow row) {
        return new TallyRow(
                generation,
                partition,
                key.pane(),
                key.model().id(),
                key.model().version(),
                key.givenLabel(),
                row.count(),
                row.selfConfidenceSum(),
                PrimitiveLists.list(row.jointClasses()),
                PrimitiveLists.list(row.jointCounts()),
                null,
                row.agreeing(),
                null,
                null);
    }

    /**
     * The end marker of a batch of rows.
     *
     * @param arrived pieces of evidence whose sums are in the rows up to here
     * @param judged pieces of evidence, in the same order, whose cell of the confident joint is in them
     */
    public static TallyRow end(int generation, int partition, long arrived, long judged) {
        return TallyRow.newBuilder()
                .setGeneration(generation)
                .setPartition(partition)
                .setEnd(new BatchEnd(arrived, judged))
                .build();
    }

    /** Whether the record is an end marker; then only generation, partition and end mean something. */
    public static boolean isEnd(TallyRow record) {
        return record.getEnd() != null;
    }

    /** The record of one row of one partition's learning sample. */
    public static TallyRow sample(int generation, int partition, SampleKey key, SampleRow row) {
        return TallyRow.newBuilder()
                .setGeneration(generation)
                .setPartition(partition)
                .setPane(key.pane())
                .setModelId(key.model().id())
                .setModelVersion(key.model().version())
                .setGivenLabel(row.given())
                .setSample(new SampledRow(
                        row.id(),
                        row.agrees(),
                        PrimitiveLists.list(row.classes()),
                        PrimitiveLists.list(row.logits()),
                        row.rest()))
                .build();
    }

    /** Whether the record is a row of a learning sample. */
    public static boolean isSample(TallyRow record) {
        return record.getSample() != null;
    }

    /** The row of a learning sample in a record. */
    public static SampleRow sample(TallyRow record) throws BadRecordException {
        SampledRow row = record.getSample();
        try {
            return new SampleRow(
                    SampleRow.rank(row.getSampleId()),
                    row.getSampleId(),
                    record.getGivenLabel(),
                    row.getAgrees(),
                    PrimitiveLists.ints(row.getClasses()),
                    PrimitiveLists.floats(row.getLogits()),
                    row.getRest());
        } catch (IllegalArgumentException contradiction) {
            throw notATally(contradiction);
        }
    }

    /** Which cell of the partial sums a row record is about. */
    public static TallyKey key(TallyRow record) throws BadRecordException {
        try {
            return new TallyKey(
                    record.getPane(),
                    new ModelKey(record.getModelId(), record.getModelVersion()),
                    record.getGivenLabel());
        } catch (IllegalArgumentException contradiction) {
            throw notATally(contradiction);
        }
    }

    /** The partial sums in a row record. */
    public static dev.sluice.noise.TallyRow row(TallyRow record) throws BadRecordException {
        try {
            return dev.sluice.noise.TallyRow.of(
                    record.getCount(),
                    record.getAgreeing(),
                    record.getSelfConfidenceSum(),
                    PrimitiveLists.ints(record.getJointClasses()),
                    PrimitiveLists.longs(record.getJointCounts()));
        } catch (IllegalArgumentException contradiction) {
            throw notATally(contradiction);
        }
    }

    /** What an end marker says of its partition. */
    public static dev.sluice.noise.Coverage coverage(TallyRow end) throws BadRecordException {
        try {
            return new dev.sluice.noise.Coverage(
                    end.getPartition(), end.getEnd().getArrived(), end.getEnd().getJudged());
        } catch (IllegalArgumentException contradiction) {
            throw notATally(contradiction);
        }
    }

    private static BadRecordException notATally(IllegalArgumentException contradiction) {
        return new BadRecordException(LetterCause.INCOMPATIBLE_SCHEMA, contradiction.getMessage());
    }
}
