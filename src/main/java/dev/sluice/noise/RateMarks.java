package dev.sluice.noise;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes recent rates of counts that only grow. Mutable, for one thread.
 *
 * <p>What is kept, for the whole and for each given class: two marks, which are counts as they stood at two earlier
 * snapshots. Recent is what was counted since the older one. When {@link #WINDOW} rows ({@link #CLASS_WINDOW} of a class)
 * have been judged since the newer one, it becomes the older, and now becomes the newer. So a rate looks back on one to two
 * windows of rows, and the rows between two snapshots at most on top.
 *
 * <p>Marks move when a snapshot is frozen, never in between. So rates are a function of the counts at each snapshot, which
 * the coverage of the recorded snapshots tells again. A new policy starts anew.
 *
 * <p>Rejected: a mean that forgets exponentially (no integers, and the size of the steps between two snapshots matters);
 * a ring of the last rows (not mergeable: the partitions' rows have no common order); event time (a replay at full speed
 * and a slow stream would trip at different rows).
 */
public final class RateMarks {

    /** Rows of the whole stream after which its marks move. */
    public static final int WINDOW = 1000;

    /** Rows of one class after which its marks move. */
    public static final int CLASS_WINDOW = 100;

    /** Numbers that a mark consists of, in their order: judged and suspected at the older, then at the newer. */
    public static final int NUMBERS = 4;

    private final int classes;
    /** One for each class, and the last for the whole. */
    private final long[][] marks;

    private int policy;

    /** No marks yet. */
    public RateMarks(int classes) {
        this.classes = classes;
        marks = new long[classes + 1][NUMBERS];
    }

    /**
     * The rates at a snapshot; moves the marks.
     *
     * @param now what has been counted up to here
     * @return what was counted lately
     */
    public RecentRates advance(SuspicionCounts now) {
        if (now.policy() != policy) {
            policy = now.policy();
            for (long[] mark : marks) {
                Arrays.fill(mark, 0);
            }
        }
        long judged = 0;
        long suspected = 0;
        long[] classJudged = new long[classes];
        long[] classSuspected = new long[classes];
        for (int k = 0; k < classes; k++) {
            judged = Math.addExact(judged, now.judged(k));
            suspected += now.suspected(k);
            move(marks[k], now.judged(k), now.suspected(k), CLASS_WINDOW);
            classJudged[k] = now.judged(k) - marks[k][0];
            classSuspected[k] = now.suspected(k) - marks[k][1];
        }
        if (judged == 0) {
            return RecentRates.NONE;
        }
        long[] whole = marks[classes];
        move(whole, judged, suspected, WINDOW);
        int[] seen = IntStream.range(0, classes).filter(k -> classJudged[k] > 0).toArray();
        return new RecentRates(
                policy,
                judged - whole[0],
                suspected - whole[1],
                seen,
                IntStream.of(seen).mapToLong(k -> classJudged[k]).toArray(),
                IntStream.of(seen).mapToLong(k -> classSuspected[k]).toArray());
    }

    private static void move(long[] mark, long judged, long suspected, int window) {
        if (judged - mark[2] >= window) {
            mark[0] = mark[2];
            mark[1] = mark[3];
            mark[2] = judged;
            mark[3] = suspected;
        }
    }

    /** Version of the policy that the marks speak of. */
    public int policy() {
        return policy;
    }

    /** How many marks there are: one a class, and one. */
    public int size() {
        return marks.length;
    }

    /** The numbers of a mark, see {@link #NUMBERS}; a copy. */
    public long[] mark(int index) {
        return marks[index].clone();
    }

    /** Sets a mark as it was stored; every one must be of the same policy. */
    public void set(int policyVersion, int index, long[] numbers) {
        policy = policyVersion;
        marks[index] = numbers.clone();
    }
}
