package dev.sluice.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * A bounded, fair draw of the rows that a model has scored, for what sums cannot hold. Mutable, for one thread.
 *
 * <p>Kept: of each stratum the rows with the smallest hashes of their ids, and how many rows the stratum has in all. A
 * row that was kept stands for {@code rows seen / rows kept} of its stratum. A stratum is a given label, and whether the
 * model's most probable class agrees with it. Errors are among the rows that disagree, and these are few when labels
 * are good: in a plain draw of 4,096 from 10,000 rows with 15 errors there are six, here all that disagree are in.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>The content is a function of the set of rows, not of their order: merging the samples of two parts gives the
 *       sample of the whole, bit for bit.
 *   <li>At most 4,096 rows in all, each of at most 32 logits. Half of a label's share is for rows that agree, half for
 *       those that do not; what one half does not use, the other does not get.
 *   <li>A sample is in its stratum once, whatever it was presented as: of several rows of one id the one with the smaller
 *       content stays, which is no matter of order either.
 *   <li>With more than 128 labels a label's share would be too small to be of use; then only agreement cuts strata.
 * </ol>
 *
 * <p>Rejected: a reservoir (depends on the order, needs chance); the newest rows (a sorted stream would be seen through
 * its last class); a histogram of agreement beside the sample (what it was for, the sample tells as well: no figure on the
 * tuning data moved by more than chance).
 */
public final class LearningSample {

    /** Rows in all. */
    public static final int CAPACITY = 4096;

    private static final int MOST_LABELS = 128;
    private static final int HALVES = 2;
    private static final int POOLED = -1;

    private final int classes;
    private final int room;
    private final Map<Stratum, Kept> strata = new TreeMap<>();

    /**
     * Part of a stream.
     *
     * @param given the given label, -1 for any
     * @param agrees whether the most probable class is the given label
     */
    public record Stratum(int given, boolean agrees) implements Comparable<Stratum> {
        @Override
        public int compareTo(Stratum other) {
            int byLabel = Integer.compare(given, other.given);
            return byLabel != 0 ? byLabel : Boolean.compare(agrees, other.agrees);
        }
    }

    private static final class Kept {
        private long seen;
        private final NavigableSet<SampleRow> rows = new TreeSet<>(SampleRow.BY_ID);
    }

    /** An empty sample for K classes. */
    public LearningSample(int classes) {
        this.classes = classes;
        room = Math.max(1, CAPACITY / (HALVES * (pooled(classes) ? 1 : Math.max(1, classes))));
    }

    private static boolean pooled(int classes) {
        return classes > MOST_LABELS;
    }

    /** Adds a row; it is counted, and kept if it is one of the smallest. */
    public void add(SampleRow row) {
        keep(row);
        count(row.given(), row.agrees(), 1);
    }

    /**
     * Whether {@link #keep} would keep a row of this id, or might; saves making a row of what would not be kept.
     *
     * @param rank of the id, see {@link SampleRow#rank}
     */
    public boolean mayKeep(long rank, int given, boolean agrees) {
        Kept kept = strata.get(stratum(given, agrees));
        return kept == null
                || kept.rows.size() < room
                || Long.compareUnsigned(rank, kept.rows.last().rank()) <= 0;
    }

    /**
     * Keeps a row, if it is one of the smallest, without counting it.
     *
     * @return what is not kept now: the row itself, or the one that it took the place of; null when all are
     */
    public SampleRow keep(SampleRow row) {
        if (row.given() < 0 || row.given() >= classes) {
            throw new IllegalArgumentException(row + " is outside 0.." + (classes - 1));
        }
        return keep(kept(row.given(), row.agrees()), row);
    }

    /** Counts rows of a stratum of which only the smallest are kept. */
    public void count(int given, boolean agrees, long rows) {
        Kept kept = kept(given, agrees);
        kept.seen = Math.addExact(kept.seen, rows);
    }

    private Kept kept(int given, boolean agrees) {
        return strata.computeIfAbsent(stratum(given, agrees), none -> new Kept());
    }

    private Stratum stratum(int given, boolean agrees) {
        return new Stratum(pooled(classes) ? POOLED : given, agrees);
    }

    /** Adds the content of a sample of other rows; the other stays as it is. */
    public void merge(LearningSample other) {
        if (other.classes != classes) {
            throw new IllegalArgumentException("samples of " + classes + " and of " + other.classes + " classes");
        }
        other.strata.forEach((stratum, theirs) -> {
            Kept kept = strata.computeIfAbsent(stratum, none -> new Kept());
            kept.seen = Math.addExact(kept.seen, theirs.seen);
            theirs.rows.forEach(row -> keep(kept, row));
        });
    }

    private SampleRow keep(Kept kept, SampleRow row) {
        SampleRow same = kept.rows.floor(row);
        if (same != null && SampleRow.BY_ID.compare(same, row) == 0) {
            if (row.compareTo(same) >= 0) {
                return row;
            }
            kept.rows.remove(same);
            kept.rows.add(row);
            return same;
        }
        if (kept.rows.size() == room && SampleRow.BY_ID.compare(row, kept.rows.last()) > 0) {
            return row;
        }
        kept.rows.add(row);
        return kept.rows.size() > room ? kept.rows.pollLast() : null;
    }

    /** K. */
    public int classes() {
        return classes;
    }

    /** Rows seen. */
    public long seen() {
        return strata.values().stream().mapToLong(kept -> kept.seen).sum();
    }

    /** Rows seen of each stratum, in the order of the strata. */
    public Map<Stratum, Long> counts() {
        Map<Stratum, Long> counts = new TreeMap<>();
        strata.forEach((stratum, kept) -> counts.put(stratum, kept.seen));
        return counts;
    }

    /** Rows kept, by stratum and rank. */
    public List<SampleRow> rows() {
        List<SampleRow> rows = new ArrayList<>();
        strata.values().forEach(kept -> rows.addAll(kept.rows));
        return rows;
    }

    /** Hands on one n-th of each stratum's rows, those of the smallest ranks, with how many rows of the stream each stands for. */
    void thin(int n, BiConsumer<SampleRow, Double> each) {
        for (Kept kept : strata.values()) {
            int few = (kept.rows.size() + n - 1) / n;
            double stands = (double) Math.max(kept.seen, kept.rows.size()) / Math.max(1, few);
            kept.rows.stream().limit(few).forEach(row -> each.accept(row, stands));
        }
    }

    /** How many rows of the stream a kept row stands for. */
    double weight(SampleRow row) {
        Kept kept = strata.get(stratum(row.given(), row.agrees()));
        // What older versions tallied was not counted by agreement.
        return (double) Math.max(kept.seen, kept.rows.size()) / kept.rows.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LearningSample that
                && classes == that.classes
                && counts().equals(that.counts())
                && rows().equals(that.rows());
    }

    @Override
    public int hashCode() {
        return 31 * counts().hashCode() + rows().hashCode();
    }

    @Override
    public String toString() {
        return "LearningSample[" + rows().size() + " of " + seen() + " rows, " + classes + " classes]";
    }
}
