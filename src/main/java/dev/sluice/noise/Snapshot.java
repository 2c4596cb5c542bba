package dev.sluice.noise;

import dev.sluice.storm.Rescaler;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything learnt from the stream at one moment, immutable. Two snapshots with the same hash judge alike.
 *
 * @param version which life of the learnt state, and which freeze within it
 * @param hash content hash, 16 hexadecimal digits, see {@link #of}
 * @param classes K
 * @param classListHash hash of the class list that the labels index
 * @param coverage what it knows of each partition, by partition
 * @param models statistics in force, at most one version of each model, by model
 * @param rescaler of loss weights; empty before one was learnt
 * @param rates which share of the samples was suspected lately
 */
public record Snapshot(
        SnapshotVersion version,
        String hash,
        int classes,
        String classListHash,
        List<Coverage> coverage,
        List<ModelStatistics> models,
        Optional<Rescaler> rescaler,
        RecentRates rates) {

    public Snapshot {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(classListHash, "classListHash");
        Objects.requireNonNull(rescaler, "rescaler");
        Objects.requireNonNull(rates, "rates");
        coverage = List.copyOf(coverage);
        models = List.copyOf(models);
        for (int i = 1; i < coverage.size(); i++) {
            if (coverage.get(i - 1).partition() >= coverage.get(i).partition()) {
                throw new IllegalArgumentException("snapshot " + version + ": coverage is not sorted by partition");
            }
        }
        for (ModelStatistics statistics : models) {
            if (statistics.counts().length != classes) {
                throw new IllegalArgumentException("snapshot " + version + " has " + classes + " classes, but "
                        + statistics.model() + " has " + statistics.counts().length);
            }
        }
        int rated = rates.classes().length;
        if (rated > 0 && rates.classes()[rated - 1] >= classes) {
            throw new IllegalArgumentException("snapshot " + version + " has " + classes
                    + " classes, but a rate of class " + rates.classes()[rated - 1]);
        }
    }

    /**
     * Puts a snapshot together: sorts its parts, and hashes all its content, the version included, in one fixed order.
     */
    public static Snapshot of(
            SnapshotVersion version,
            int classes,
            String classListHash,
            List<Coverage> coverage,
            List<ModelStatistics> models) {
        List<Coverage> byPartition = coverage.stream()
                .sorted(Comparator.comparingInt(Coverage::partition))
                .toList();
        List<ModelStatistics> byModel = models.stream()
                .sorted(Comparator.comparing(ModelStatistics::model))
                .toList();
        ContentHash hash = new ContentHash()
                .add(version.generation())
                .add(version.sequence())
                .add(classes)
                .add(classListHash)
                .add(byPartition.size());
        for (Coverage part : byPartition) {
            hash.add(part.partition()).add(part.arrived()).add(part.judged());
        }
        hash.add(byModel.size());
        for (ModelStatistics statistics : byModel) {
            add(hash, statistics);
        }
        return new Snapshot(
                version, hash.hex(), classes, classListHash, byPartition, byModel, Optional.empty(), RecentRates.NONE);
    }

    /**
     * A snapshot without rates, and the rates: their hash is one over its hash and over them. Without any it stays as it
     * is, so snapshots that were taken before there were rates keep their hash.
     */
    public Snapshot withRates(RecentRates recent) {
        if (recent.none()) {
            return this;
        }
        if (!rates.none()) {
            throw new IllegalStateException("snapshot " + version + " has its rates already");
        }
        String whole = new ContentHash()
                .add(hash)
                .add(recent.policy())
                .add(recent.judged())
                .add(recent.suspected())
                .add(recent.classes())
                .add(recent.classJudged())
                .add(recent.classSuspected())
                .hex();
        return new Snapshot(version, whole, classes, classListHash, coverage, models, rescaler, recent);
    }

    /** A snapshot without a rescaler and rates, and the rescaler; its hash is one over both, as with the rates. */
    public Snapshot withRescaler(Optional<Rescaler> learnt) {
        if (learnt.isEmpty()) {
            return this;
        }
        if (rescaler.isPresent() || !rates.none()) {
            throw new IllegalStateException("snapshot " + version + " has its rescaler or its rates already");
        }
        String whole =
                RescalerHash.add(new ContentHash().add(hash), learnt.get()).hex();
        return new Snapshot(version, whole, classes, classListHash, coverage, models, learnt, rates);
    }

    private static void add(ContentHash hash, ModelStatistics statistics) {
        hash.add(statistics.model().id())
                .add(statistics.model().version())
                .add(statistics.samples())
                .add(statistics.counts())
                .add(statistics.thresholds());
        SparseCounts joint = statistics.confidentJoint();
        hash.add(joint.rowStarts()).add(joint.columns()).add(joint.counts());
        SparseMatrix noise = statistics.noise().givenByTrue();
        hash.add(noise.rowStarts()).add(noise.columns()).add(noise.values());
        hash.add(statistics.noise().prior());
        // Without a posterior nothing is added: snapshots that were taken before there was one keep their hash.
        statistics.posterior().ifPresent(posterior -> add(hash, posterior));
    }

    private static void add(ContentHash hash, PosteriorModel posterior) {
        SparseMatrix exceptions = posterior.exceptions();
        hash.add(posterior.arrived())
                .add(posterior.scale())
                .add(posterior.bias())
                .add(posterior.matrix())
                .add(posterior.stay())
                .add(posterior.leave())
                .add(posterior.share())
                .add(exceptions.rowStarts())
                .add(exceptions.columns())
                .add(exceptions.values())
                .add(posterior.rest())
                .add(posterior.say())
                .add(posterior.information());
        // Nor is anything added for rows that older versions did not keep.
        ReferenceRows reference = posterior.reference();
        if (reference.size() > 0) {
            hash.add(reference.given())
                    .add(reference.rows())
                    .add(reference.pWrong())
                    .add(reference.selfConfidence());
        }
    }

    /** What this snapshot knows of a partition; nothing of one that it does not name. */
    public Coverage coverage(int partition) {
        for (Coverage part : coverage) {
            if (part.partition() == partition) {
                return part;
            }
        }
        return new Coverage(partition, 0, 0);
    }

    /** The statistics in force for a model, whatever their version; empty when it has none yet. */
    public Optional<ModelStatistics> statistics(String modelId) {
        for (ModelStatistics statistics : models) {
            if (statistics.model().id().equals(modelId)) {
                return Optional.of(statistics);
            }
        }
        return Optional.empty();
    }
}
