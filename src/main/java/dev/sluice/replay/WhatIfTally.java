package dev.sluice.replay;

import dev.sluice.judge.DetectorKind;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Recollection;
import dev.sluice.judge.Recollection.Need;
import dev.sluice.replay.WhatIfReport.Example;
import dev.sluice.replay.WhatIfReport.Outcomes;
import dev.sluice.replay.WhatIfReport.Turn;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Counts what another policy changes. Keeps counts and a few examples, never the rows. */
final class WhatIfTally {

    private static final Comparator<Example> ORDER = Comparator.comparing(Example::flips)
            .thenComparingDouble(Example::score)
            .thenComparing(Comparator.comparing(Example::sampleId)
                    .thenComparing(Example::presentation)
                    .reversed());

    private final Policy other;
    private final int most;
    private final long[][] before;
    private final long[][] after;
    private final long[] toQuarantine;
    private final long[] toClean;
    private final EffectiveSize sizeBefore = new EffectiveSize();
    private final EffectiveSize sizeAfter = new EffectiveSize();
    private final Map<Need, Long> needs = new EnumMap<>(Need.class);
    private final Map<Turn, Long> reasons = new HashMap<>();
    private final PriorityQueue<Example> examples = new PriorityQueue<>(ORDER);
    private long rows;
    private long differing;

    /**
     * @param classes K
     * @param other the policy to judge by; null for the one that judged each row
     * @param most examples that are kept
     */
    WhatIfTally(int classes, Policy other, int most) {
        this.other = other;
        this.most = most;
        before = new long[2][classes];
        after = new long[2][classes];
        toQuarantine = new long[classes];
        toClean = new long[classes];
    }

    void add(Rejudged row, Need need) {
        rows++;
        if (need != Need.NOTHING) {
            needs.merge(need, 1L, Long::sum);
        }
        int given = row.before().getGivenLabel();
        before[row.cleanBefore() ? 0 : 1][given]++;
        after[row.cleanAfter() ? 0 : 1][given]++;
        // In each of these rows come in one order, whatever the consumer fetches first.
        int source = 4 * row.before().getPartition() + (row.cleanBefore() ? 0 : 2) + (need == Need.NOTHING ? 0 : 1);
        if (row.cleanBefore()) {
            sizeBefore.add(source, row.before().getWeight());
        }
        if (row.cleanAfter()) {
            sizeAfter.add(source, row.after().weight());
        }
        if (row.differs()) {
            differing++;
            changed(row, given);
        }
    }

    private void changed(Rejudged row, int given) {
        if (row.flips()) {
            (row.cleanAfter() ? toClean : toQuarantine)[given]++;
            reasons.merge(new Turn(!row.cleanAfter(), row.reasonsBefore(), row.reasonsAfter()), 1L, Long::sum);
        }
        double score = score(row, given);
        if (score > 0) {
            examples.add(example(row, score));
            if (examples.size() > most) {
                examples.poll();
            }
        }
    }

    private double score(Rejudged row, int given) {
        if (!row.flips()) {
            return row.weightChange();
        }
        double pWrong = row.after().pWrong();
        if (other != null && other.detector() == DetectorKind.POSTERIOR) {
            return Math.abs(pWrong - Recollection.cut(other, given));
        }
        return row.cleanAfter() ? 1 - pWrong : pWrong;
    }

    private static Example example(Rejudged row, double score) {
        return new Example(
                row.before().getSampleId(),
                row.before().getPresentation(),
                row.before().getPartition(),
                row.before().getSampleOffset(),
                row.before().getGivenLabel(),
                row.after().pWrong(),
                row.flips(),
                row.cleanAfter(),
                row.before().getWeight(),
                row.after().weight(),
                score);
    }

    WhatIfReport report() {
        List<Example> worst = examples.stream().sorted(ORDER.reversed()).toList();
        return new WhatIfReport(
                rows,
                Map.copyOf(needs),
                differing,
                new Outcomes(before[0], before[1], sizeBefore.value()),
                new Outcomes(after[0], after[1], sizeAfter.value()),
                toQuarantine,
                toClean,
                Map.copyOf(reasons),
                worst);
    }
}
