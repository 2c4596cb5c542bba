package dev.sluice.stream;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SampleKey;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.TallyKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of the control topics, as text that a person can read in any console. */
final class ControlKeys {

    private static final Pattern TALLY =
            Pattern.compile("g(\\d+)/p(\\d+)/n(-?\\d+)/c(\\d+)/([^@]*)@(.*)", Pattern.DOTALL);

    private static final String REQUEST = "request/";
    private static final String ANSWER = "answer/";
    private static final Pattern SAMPLE =
            Pattern.compile("g(\\d+)/p(\\d+)/n(-?\\d+)/s(\\d+)([+-])/([^/]*)/([^@]*)@(.*)", Pattern.DOTALL);

    private ControlKeys() {}

    /** Such as {@code g1/p3/n0/c7/main@2}: generation, partition, pane, given class, model. */
    static String tally(int generation, int partition, TallyKey key) {
        return "g" + generation + "/p" + partition + "/n" + key.pane() + "/c" + key.givenLabel() + "/"
                + key.model().id().replace("%", "%25").replace("@", "%40") + "@"
                + key.model().version();
    }

    /**
     * Such as {@code g1/p3/n0/s7-/photo-1/main@2}: a row of the learning sample, by generation, partition, pane, given class,
     * whether the model agrees (+) or not (-), sample id and model.
     */
    static String sample(int generation, int partition, SampleKey key, SampleRow row) {
        return "g" + generation + "/p" + partition + "/n" + key.pane() + "/s" + row.given()
                + (row.agrees() ? "+/" : "-/")
                + row.id().replace("%", "%25").replace("/", "%2F") + "/"
                + key.model().id().replace("%", "%25").replace("@", "%40") + "@"
                + key.model().version();
    }

    /** What the key of a row of the learning sample says. */
    record SampleAddress(int generation, int partition, SampleKey key, int given) {}

    /** Reads a key that {@link #sample} wrote; null for any other. */
    static SampleAddress parseSample(String text) {
        Matcher parts = SAMPLE.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            ModelKey model = new ModelKey(parts.group(7).replace("%40", "@").replace("%25", "%"), parts.group(8));
            return new SampleAddress(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    new SampleKey(Long.parseLong(parts.group(3)), model),
                    Integer.parseInt(parts.group(4)));
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    static String tallyEnd(int generation, int partition) {
        return "g" + generation + "/p" + partition + "/end";
    }

    /** Such as {@code request/5f..}: somebody asks for another policy, in the topic of tallies. */
    static String request(String id) {
        return REQUEST + id;
    }

    /** Whether a key of the topic of tallies is one of {@link #request}. */
    static boolean requests(String key) {
        return key.startsWith(REQUEST);
    }

    /** Such as {@code answer/5f..}: what became of a request that made no new policy, in the topic of policies. */
    static String answer(String id) {
        return ANSWER + id;
    }

    /** Whether a key of the topic of policies is one of {@link #answer}. */
    static boolean answers(byte[] key) {
        return key != null && new String(key, StandardCharsets.UTF_8).startsWith(ANSWER);
    }

    /** Prefix of the keys of {@link #suspicions(int, int, int)}. */
    static String suspicions(int generation, int partition) {
        return "g" + generation + "/p" + partition + "/s";
    }

    /** Such as {@code g1/p3/s0}: a block of a partition's suspicions. */
    static String suspicions(int generation, int partition, int block) {
        return suspicions(generation, partition) + block;
    }

    /** Such as {@code 1.22}: the version of a snapshot in one message, or of the end marker of one in chunks. */
    static String snapshot(SnapshotVersion version) {
        return version.toString();
    }

    /** Such as {@code 1.22/0007}: every chunk has a key of its own, so compaction keeps them all. */
    static String snapshotChunk(SnapshotVersion version, int index) {
        return version + String.format(Locale.ROOT, "/%04d", index);
    }

    /** The version that a key of {@link #snapshot} names; null for any other text. */
    static SnapshotVersion snapshotVersion(String key) {
        try {
            return SnapshotVersion.parse(key);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    /** What a tally key says, which is all that is left of a row that was deleted. */
    record TallyAddress(int generation, int partition, TallyKey key) {}

    /** Reads a key that {@link #tally} wrote; null for any other, such as an end marker's. */
    static TallyAddress parse(String text) {
        Matcher parts = TALLY.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            return address(parts);
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    private static TallyAddress address(Matcher parts) {
        ModelKey model = new ModelKey(parts.group(5).replace("%40", "@").replace("%25", "%"), parts.group(6));
        return new TallyAddress(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                new TallyKey(Long.parseLong(parts.group(3)), model, Integer.parseInt(parts.group(4))));
    }
}
