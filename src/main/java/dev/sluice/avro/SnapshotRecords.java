package dev.sluice.avro;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.NoiseModel;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SparseCounts;
import dev.sluice.noise.SparseMatrix;
import java.util.List;
import java.util.Optional;

/** Snapshots as they are kept on the snapshots topic. The Kafka key is the version as text. */
public final class SnapshotRecords {

    private SnapshotRecords() {}

    /** The record of a snapshot. */
    public static Snapshot toAvro(dev.sluice.noise.Snapshot snapshot) {
        return new Snapshot(
                snapshot.version().generation(),
                snapshot.version().sequence(),
                snapshot.hash(),
                snapshot.classes(),
                snapshot.classListHash(),
                snapshot.coverage().stream()
                        .map(part -> new Coverage(part.partition(), part.arrived(), part.judged()))
                        .toList(),
                snapshot.models().stream().map(SnapshotRecords::toAvro).toList(),
                SuspicionRecords.toAvro(snapshot.rates()),
                snapshot.rescaler().map(RescalerRecords::toAvro).orElse(null));
    }

    private static ModelStatistics toAvro(dev.sluice.noise.ModelStatistics statistics) {
        SparseCounts joint = statistics.confidentJoint();
        SparseMatrix noise = statistics.noise().givenByTrue();
        return new ModelStatistics(
                statistics.model().id(),
                statistics.model().version(),
                statistics.samples(),
                PrimitiveLists.list(statistics.counts()),
                PrimitiveLists.list(statistics.thresholds()),
                PrimitiveLists.list(joint.rowStarts()),
                PrimitiveLists.list(joint.columns()),
                PrimitiveLists.list(joint.counts()),
                PrimitiveLists.list(noise.rowStarts()),
                PrimitiveLists.list(noise.columns()),
                PrimitiveLists.list(noise.values()),
                PrimitiveLists.list(statistics.noise().prior()),
                statistics.posterior().map(PosteriorRecords::toAvro).orElse(null));
    }

    /**
     * The snapshot in a record. The hash is computed again from the content.
     *
     * @throws BadRecordException if the record contradicts itself, or its content is not what its hash says
     */
    public static dev.sluice.noise.Snapshot fromAvro(Snapshot record) throws BadRecordException {
        dev.sluice.noise.Snapshot snapshot;
        try {
            snapshot = dev.sluice.noise.Snapshot.of(
                            new SnapshotVersion(record.getGeneration(), record.getSequence()),
                            record.getClasses(),
                            record.getClassListHash(),
                            coverage(record.getCoverage()),
                            record.getModels().stream()
                                    .map(SnapshotRecords::fromAvro)
                                    .toList())
                    .withRescaler(Optional.ofNullable(record.getRescaler()).map(RescalerRecords::fromAvro))
                    .withRates(SuspicionRecords.fromAvro(record.getRates()));
        } catch (IllegalArgumentException contradiction) {
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA,
                    "snapshot " + record.getGeneration() + "." + record.getSequence() + " contradicts itself: "
                            + contradiction.getMessage());
        }
        if (!snapshot.hash().equals(record.getHash())) {
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA,
                    "snapshot " + snapshot.version() + " says hash " + record.getHash() + ", its content has "
                            + snapshot.hash());
        }
        return snapshot;
    }

    private static List<dev.sluice.noise.Coverage> coverage(List<Coverage> parts) {
        return parts.stream()
                .map(part -> new dev.sluice.noise.Coverage(part.getPartition(), part.getArrived(), part.getJudged()))
                .toList();
    }

    private static dev.sluice.noise.ModelStatistics fromAvro(ModelStatistics record) {
        return new dev.sluice.noise.ModelStatistics(
                new ModelKey(record.getModelId(), record.getModelVersion()),
                record.getSamples(),
                PrimitiveLists.longs(record.getCounts()),
                PrimitiveLists.doubles(record.getThresholds()),
                new SparseCounts(
                        PrimitiveLists.ints(record.getJointRowStarts()),
                        PrimitiveLists.ints(record.getJointColumns()),
                        PrimitiveLists.longs(record.getJointCounts())),
                new NoiseModel(
                        new SparseMatrix(
                                PrimitiveLists.ints(record.getNoiseRowStarts()),
                                PrimitiveLists.ints(record.getNoiseColumns()),
                                PrimitiveLists.doubles(record.getNoiseValues())),
                        PrimitiveLists.doubles(record.getPrior())),
                Optional.ofNullable(record.getPosterior()).map(PosteriorRecords::fromAvro));
    }
}
