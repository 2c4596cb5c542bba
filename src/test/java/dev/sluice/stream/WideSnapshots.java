package dev.sluice.stream;

import dev.sluice.noise.Coverage;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Partial sums and snapshots of many classes, from a seed. */
public final class WideSnapshots {

    public static final ModelKey MODEL = new ModelKey("main", "1");

    private WideSnapshots() {}

    /** One row a class: the diagonal, and so many further cells, spread over all classes. */
    public static Map<TallyKey, TallyRow> rows(int classes, int cells, long seed) {
        Random random = new Random(seed);
        Map<TallyKey, TallyRow> rows = new TreeMap<>();
        for (int given = 0; given < classes; given++) {
            TallyRow row = new TallyRow();
            for (int i = 0; i < cells + 20; i++) {
                row.add(random.nextDouble(), true);
                row.countJoint(i < 20 ? given : random.nextInt(classes));
            }
            rows.put(new TallyKey(0, MODEL, given), row);
        }
        return rows;
    }

    /** What is learnt of such rows. */
    public static Snapshot snapshot(String version, int classes, int cells) {
        return snapshot(version, classes, "classes", cells);
    }

    /** What is learnt of such rows, for a list of classes. */
    public static Snapshot snapshot(String version, int classes, String classListHash, int cells) {
        return SnapshotLearner.freeze(
                SnapshotVersion.parse(version),
                classes,
                classListHash,
                List.of(new Coverage(0, (long) classes * (cells + 20), (long) classes * (cells + 20))),
                rows(classes, cells, 7),
                List.of(MODEL));
    }

    /** Its messages, key and value, in the order in which the learner sends them. */
    public static List<Map.Entry<byte[], byte[]>> messages(Snapshot snapshot) {
        return new SnapshotMessages()
                .of(snapshot).stream()
                        .map(message -> Map.entry(message.key().getBytes(StandardCharsets.UTF_8), message.value()))
                        .toList();
    }
}
