package dev.sluice.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * What the pipeline knows of one sample id, in the store {@code entries}. An id without an entry is new. Immutable.
 *
 * <p>The unit of account is (sample id, presentation). With {@code onRepeat: ignore} an id has one unit: whatever its
 * logits call their presentation, they belong to it. With {@code every} each presentation is a unit of its own, so one id
 * can at the same time be decided for one, ready for the next and incomplete for a third; the sample then stays here for
 * as long as the id is remembered.
 *
 * @param sample the sample; null before it came, and after its decision unless later presentations are wanted
 * @param waiting logits whose unit is incomplete, by presentation, then in their order of arrival
 * @param ready units whose evidence is complete and learnt from, and that wait to be judged, by sequence
 * @param decided what is decided; null when nothing is
 */
record Entry(PendingSample sample, List<PendingLogits> waiting, List<Ready> ready, Decided decided) {

    /** Nothing is known: not stored. */
    static final Entry NEW = new Entry(null, List.of(), List.of(), null);

    /**
     * Evidence that waits to be judged: for the end of the warm-up, or for learning to catch up.
     *
     * @param sequence number of this evidence in its partition, from 1
     * @param repeat whether the sample has an earlier presentation, decided or ready
     * @param logits one row a model that came, in the order of the pipeline's models
     */
    record Ready(long sequence, boolean repeat, List<PendingLogits> logits) {

        /** Which showing of the sample; of rows that disagree (see {@code onRepeat: ignore}) the first row's. */
        int presentation() {
            return logits.get(0).presentation();
        }

        /** Event time of the unit: when all of it was there. */
        long time(PendingSample sample) {
            long time = sample.time();
            for (PendingLogits row : logits) {
                time = Math.max(time, row.time());
            }
            return time;
        }
    }

    /**
     * Presentations that have their decision; kept for {@code pairing.remember} so that a repeat is known as one.
     *
     * @param time event time of the newest decided unit, ms
     * @param presentations which
     */
    record Decided(long time, Presentations presentations) {

        Decided plus(long later, int presentation) {
            return new Decided(Math.max(time, later), presentations.plus(presentation));
        }
    }

    /** Nothing waits. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * Event time of what has waited longest: the sample that waits for its first decision, else the oldest of the waiting
     * logits; {@link #NEVER} when there is none.
     */
    long waitingSince() {
        if (sampleWaits()) {
            return sample.time();
        }
        long oldest = NEVER;
        for (PendingLogits row : waiting) {
            oldest = Math.min(oldest, row.time());
        }
        return oldest;
    }

    /** Nothing but a decision. */
    static Entry decided(long time, int presentation) {
        return new Entry(null, List.of(), List.of(), new Decided(time, Presentations.of(presentation)));
    }

    /** Whether the sample came, whatever became of it. */
    boolean knowsSample() {
        return sample != null || decided != null;
    }

    /** Whether the sample waits for its first complete evidence. */
    boolean sampleWaits() {
        return sample != null && decided == null && ready.isEmpty();
    }

    boolean isNew() {
        return sample == null && waiting.isEmpty() && ready.isEmpty() && decided == null;
    }

    Entry with(PendingSample came) {
        return new Entry(came, waiting, ready, decided);
    }

    Entry with(PendingLogits came) {
        if (waiting.isEmpty()) {
            return new Entry(sample, List.of(came), ready, decided);
        }
        int at = waiting.size();
        while (at > 0 && waiting.get(at - 1).presentation() > came.presentation()) {
            at--;
        }
        List<PendingLogits> more = new ArrayList<>(waiting);
        more.add(at, came);
        return new Entry(sample, List.copyOf(more), ready, decided);
    }

    Entry without(List<PendingLogits> rows) {
        // Most often a unit is all that waits. No row stands here twice.
        if (rows.size() == waiting.size()) {
            return new Entry(sample, List.of(), ready, decided);
        }
        List<PendingLogits> left = new ArrayList<>(waiting);
        rows.forEach(left::remove);
        return new Entry(sample, List.copyOf(left), ready, decided);
    }

    Entry with(Ready unit) {
        List<Ready> more = new ArrayList<>(ready);
        more.add(unit);
        return new Entry(sample, waiting, List.copyOf(more), decided);
    }

    Entry without(Ready unit) {
        return new Entry(
                sample,
                waiting,
                ready.stream()
                        .filter(other -> other.sequence() != unit.sequence())
                        .toList(),
                decided);
    }

    Entry deciding(long time, int presentation) {
        Decided now =
                decided == null ? new Decided(time, Presentations.of(presentation)) : decided.plus(time, presentation);
        return new Entry(sample, waiting, ready, now);
    }

    /** The sample and all that it did are gone; logits of a later presentation go on waiting. */
    Entry withoutSample() {
        return new Entry(null, waiting, List.of(), null);
    }
}
