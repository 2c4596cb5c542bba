package dev.sluice.stream;

import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One life of the learnt state.
 *
 * <p>A generation is opened by a snapshot that covers nothing, its first, {@code 2.1} for instance. It knows nothing, or
 * what was imported ({@link dev.sluice.noise.WarmStart}). It goes to two topics in one transaction: to that of the snapshots, from where every filter adopts it as it does any other; and to that of the
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

    private static final Pattern OPEN = Pattern.compile("g(\\d{1,9})/open(/\\d{1,9})?");

    /** The key of its opening in the topic of tallies. */
    static String openKey(int number) {
        return "g" + number + "/open";
    }

    /** Whether a key of the topic of tallies is that of an opening, or of a chunk of one. */
    static boolean opens(String key) {
        return OPEN.matcher(key).matches();
    }

    /** Which generation a key of {@link #opens} is of. */
    static int opened(String key) {
        Matcher parts = OPEN.matcher(key);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no key of an opening: " + key);
        }
        return Integer.parseInt(parts.group(1));
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

    /**
     * The records that open a generation, to be written in one transaction.
     *
     * @param opening the first snapshot of the generation
     */
    static List<ProducerRecord<byte[], byte[]>> openingRecords(Snapshot opening, PipelineSpec spec) {
        int number = opening.version().generation();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<SnapshotMessages.Message> messages = new SnapshotMessages().of(opening);
        for (int i = 0; i < messages.size(); i++) {
            // The last one is the whole snapshot, or the marker behind its chunks.
            String key = openKey(number) + (i == messages.size() - 1 ? "" : String.format(Locale.ROOT, "/%04d", i));
            records.add(new ProducerRecord<>(
                    spec.talliesTopic(), 0, utf8(key), messages.get(i).value()));
        }
        for (SnapshotMessages.Message message : messages) {
            records.add(new ProducerRecord<>(spec.snapshotsTopic(), 0, utf8(message.key()), message.value()));
        }
        return records;
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
