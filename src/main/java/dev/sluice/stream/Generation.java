package dev.sluice.stream;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.SnapshotRecords;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One life of the learnt state.
 *
 * <p>A generation is opened by a snapshot that knows nothing, its first, {@code 2.1} for instance. It goes to two topics in
 * one transaction: to that of the snapshots, from where every filter adopts it as it does any other; and to that of the
 * tallies, under the key {@code g2/open}, where the learner meets it before any row of that generation, since no filter
 * writes one before. So the change has a place in the order of both topics, and nobody must be stopped for it.
 *
 * <p>Invariants: generations only go up; a generation has one class list; whoever has another list than the generation in
 * force stops with a message and touches nothing.
 *
 * <p>Rejected: a switch by restarting everything (an instance that was forgotten would go on teaching the old state); and
 * a record of its own kind (every reader would need a second way to hear of the same thing).
 *
 * @param number from 1
 * @param classListHash of the class list that its labels index
 */
public record Generation(int number, String classListHash) {

    /** Sequence of the snapshot that opens a generation. */
    static final long OPENING = 1;

    private static final Pattern OPEN = Pattern.compile("g(\\d{1,9})/open");

    /** The key of its opening in the topic of tallies. */
    static String openKey(int number) {
        return "g" + number + "/open";
    }

    /** Whether a key of the topic of tallies is that of an opening. */
    static boolean opens(String key) {
        Matcher matcher = OPEN.matcher(key);
        return matcher.matches();
    }

    /** The snapshot that opens a generation: nothing is known. */
    static Snapshot opening(int number, PipelineSpec spec) {
        return Snapshot.of(
                new SnapshotVersion(number, OPENING),
                spec.classes().size(),
                spec.classes().hash(),
                List.of(),
                List.of());
    }

    /** The records that open a generation, to be written in one transaction. */
    static List<ProducerRecord<byte[], byte[]>> openingRecords(int number, PipelineSpec spec) {
        Snapshot opening = opening(number, spec);
        byte[] value = new ControlCodec<>(dev.sluice.avro.Snapshot.class).encode(SnapshotRecords.toAvro(opening));
        return List.of(
                new ProducerRecord<>(spec.talliesTopic(), 0, utf8(openKey(number)), value),
                new ProducerRecord<>(spec.snapshotsTopic(), 0, utf8(ControlKeys.snapshot(opening.version())), value));
    }

    /** What an instance with another class list is told. */
    static String otherClasses(int number, String theirs, PipelineSpec spec) {
        return "generation " + number + " of " + spec.name() + " has another class list (hash " + theirs
                + ") than this instance's file (" + spec.classes().size() + " classes, hash "
                + spec.classes().hash() + "): start it with the file that the others have";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
