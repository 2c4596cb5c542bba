package dev.sluice.avro;

import java.util.List;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro which classes a schema may name. Since 1.12.2 it refuses all others, our own included, because a schema
 * from a registry is somebody else's text and must not be able to load any class. Named one by one, never by package.
 */
public final class TrustedRecords {

    private static final List<Class<?>> RECORDS = List.of(
            BatchEnd.class,
            CleanSample.class,
            Coverage.class,
            Decision.class,
            EvidenceRef.class,
            Leftover.class,
            LeftoverReason.class,
            Logits.class,
            ModelStatistics.class,
            Origin.class,
            Policy.class,
            PolicyAnswer.class,
            PolicyRequest.class,
            Posterior.class,
            ReferenceRows.class,
            QuarantinedSample.class,
            RecentRates.class,
            Rescaler.class,
            Route.class,
            Sample.class,
            SampledRow.class,
            Side.class,
            Snapshot.class,
            SnapshotChunk.class,
            SnapshotEnd.class,
            SuspicionBlock.class,
            TallyRow.class);

    static {
        ClassSecurityValidator.Builder ours = ClassSecurityValidator.builder();
        RECORDS.forEach(ours::add);
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours.build()));
    }

    private TrustedRecords() {}

    /** Makes sure that the list is in force; the first call does it, whatever the number of calls. */
    public static void allow() {
        // The static initialiser has run.
    }

    /** The generated classes. */
    static List<Class<?>> classes() {
        return RECORDS;
    }
}
