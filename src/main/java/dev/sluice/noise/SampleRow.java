package dev.sluice.noise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * One row of a {@link LearningSample}: what a model said of one sample.
 *
 * <p>Rows are ordered by a hash of the sample's id, which has nothing to do with time, label or prediction: the rows with
 * the smallest hashes are a fair draw, whatever the order and however the stream was cut.
 *
 * @param rank salted 64-bit hash of the id
 * @param id sample id
 * @param given the given label
 * @param agrees whether the given label is the most probable class
 * @param classes the classes that were kept, ascending, see {@link Candidates}; the given label is among them
 * @param logits their logits
 * @param rest logarithm of the mean of e^logit over the other classes; negative infinity when there are none
 */
public record SampleRow(long rank, String id, int given, boolean agrees, int[] classes, float[] logits, float rest)
        implements Comparable<SampleRow> {

    /** By rank, then by id: rows of one sample are equal. */
    static final Comparator<SampleRow> BY_ID =
            (a, b) -> a.rank != b.rank ? Long.compareUnsigned(a.rank, b.rank) : a.id.compareTo(b.id);

    private static final long SALT = 0x5CA1AB1E_0DDBA11L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    public SampleRow {
        Objects.requireNonNull(id, "id");
        if (classes.length != logits.length || Arrays.binarySearch(classes, given) < 0) {
            throw new IllegalArgumentException("sample " + id + ": " + classes.length + " classes, " + logits.length
                    + " logits, which must be as many and hold the label " + given);
        }
    }

    /**
     * Takes a row as it came.
     *
     * @param id sample id
     * @param given the given label, in 0..K-1
     * @param logits K finite scores; copied
     */
    public static SampleRow of(String id, int given, float[] logits) {
        int[] classes = Candidates.of(logits, given);
        float[] kept = new float[classes.length];
        int top = 0;
        for (int c = 0; c < kept.length; c++) {
            kept[c] = logits[classes[c]];
            top = kept[c] > kept[top] ? c : top;
        }
        return new SampleRow(
                rank(id), id, given, classes[top] == given, classes, kept, (float) Candidates.rest(logits, classes));
    }

    /** Whether the given label is the most probable class; of classes that tie the lowest counts. */
    public static boolean agrees(float[] logits, int given) {
        for (int k = 0; k < logits.length; k++) {
            if (k < given ? logits[k] >= logits[given] : logits[k] > logits[given]) {
                return false;
            }
        }
        return true;
    }

    /** FNV-1a over the id's UTF-8 and a salt, finished like MurmurHash3, whose last bits depend on all of the input. */
    public static long rank(String id) {
        long hash = FNV_OFFSET ^ SALT;
        for (byte part : id.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (part & 0xFF)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return hash ^ (hash >>> 33);
    }

    /** K logits that say the same: classes that were not kept share what is known of them together. */
    float[] spread(int count) {
        float[] all = new float[count];
        Arrays.fill(all, Math.max(-Float.MAX_VALUE, rest));
        for (int c = 0; c < classes.length; c++) {
            all[classes[c]] = logits[c];
        }
        return all;
    }

    /** Whether all logits are numbers that can be learnt from. */
    public boolean finite() {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                return false;
            }
        }
        return rest < Float.POSITIVE_INFINITY;
    }

    /** By rank and id; of one id, by content, so that an order exists whatever comes. */
    @Override
    public int compareTo(SampleRow other) {
        int by = BY_ID.compare(this, other);
        by = by != 0 ? by : Integer.compare(given, other.given);
        by = by != 0 ? by : Arrays.compare(classes, other.classes);
        by = by != 0 ? by : Arrays.compare(logits, other.logits);
        return by != 0 ? by : Float.compare(rest, other.rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampleRow that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(rank);
    }

    @Override
    public String toString() {
        return "SampleRow[" + id + ", given " + given + ", " + logits.length + " logits]";
    }
}
