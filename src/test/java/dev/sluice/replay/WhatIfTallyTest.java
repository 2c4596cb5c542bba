package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Records;
import dev.sluice.judge.DetectorKind;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Policies;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Recollection.Need;
import dev.sluice.judge.Route;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.replay.WhatIfReport.Example;
import dev.sluice.replay.WhatIfReport.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WhatIfTallyTest {

    private static final Policy LOWER = Policies.policy()
            .detector(DetectorKind.POSTERIOR)
            .quarantineAbove(.3)
            .version(2)
            .build();

    private final WhatIfTally tally = new WhatIfTally(3, LOWER, 2);

    private static Rejudged row(String id, int given, double pWrong, double before, double after) {
        Decision recorded = Records.decision();
        recorded.setSampleId(id);
        recorded.setGivenLabel(given);
        recorded.setSuggestedLabel(given);
        recorded.setPWrong(pWrong);
        recorded.setWeight(before);
        recorded.setGates(List.of());
        recorded.setRoute(before > 0 ? dev.sluice.avro.Route.CLEAN : dev.sluice.avro.Route.QUARANTINE);
        recorded.setReasons(before > 0 ? List.of() : List.of("POSTERIOR"));
        return new Rejudged(
                recorded,
                new dev.sluice.judge.Decision(
                        after > 0 ? Route.CLEAN : Route.QUARANTINE,
                        after,
                        pWrong,
                        given,
                        given,
                        new TreeSet<>(after > 0 ? Set.of() : Set.of(Reason.POSTERIOR)),
                        Set.<Gate>of(),
                        SnapshotVersion.parse("1.17"),
                        2));
    }

    @Test
    void shouldCountWhoChangesSidesByClassAndByReason() {
        tally.add(row("stays", 0, .1, 1, 1), Need.NOTHING);
        tally.add(row("goes", 1, .4, 1, 0), Need.NOTHING);
        tally.add(row("goes too", 1, .45, 1, 0), Need.NOTHING);
        tally.add(row("comes", 2, .9, 0, 1), Need.DETECTOR);
        WhatIfReport report = tally.report();

        assertThat(report.toQuarantine()).containsExactly(0, 2, 0);
        assertThat(report.toClean()).containsExactly(0, 0, 1);
        assertThat(report.flips()).isEqualTo(3).isEqualTo(report.differing());
        assertThat(report.reasons())
                .containsEntry(new Turn(true, "", "POSTERIOR"), 2L)
                .containsEntry(new Turn(false, "POSTERIOR", ""), 1L);
        assertThat(report.fromRecords()).isEqualTo(3);
        assertThat(report.fromEvidence()).isEqualTo(1);
        assertThat(report.before().rate()).isEqualTo(.25);
        assertThat(report.after().rate()).isEqualTo(.5);
        assertThat(report.after().rate(1)).isEqualTo(1);
        assertThat(report.before().balance(1)).isEqualTo(2 / 3.0);
    }

    // (1 + 1 + 2)^2 / (1 + 1 + 4) = 16 / 6;   (.5 + 1)^2 / (.25 + 1) = 1.8
    @Test
    void shouldWeighTheEffectiveSize() {
        tally.add(row("a", 0, .1, 1, .5), Need.NOTHING);
        tally.add(row("b", 0, .1, 1, 1), Need.NOTHING);
        tally.add(row("c", 0, .5, 2, 0), Need.NOTHING);

        assertThat(tally.report().before().effectiveSize()).isCloseTo(16 / 6.0, within(1e-12));
        assertThat(tally.report().after().effectiveSize()).isCloseTo(1.8, within(1e-12));
    }

    @Test
    void shouldNameThoseThatChangeMostWhateverTheOrder() {
        List<Rejudged> rows = new ArrayList<>(List.of(
                row("weight only", 0, .1, 1, 3),
                row("far from the cut", 0, .95, 1, 0),
                row("near the cut", 0, .31, 1, 0),
                row("in between", 0, .6, 1, 0),
                row("the same", 0, .1, 1, 1)));
        Collections.shuffle(rows, new Random(3));
        rows.forEach(row -> tally.add(row, Need.NOTHING));

        assertThat(tally.report().examples())
                .extracting(Example::sampleId)
                .containsExactly("far from the cut", "in between");
        assertThat(tally.report().examples().get(0).score()).isCloseTo(.65, within(1e-12));
    }

    @Test
    void shouldNoticeOneBit() {
        Rejudged same = row("a", 0, .1, 1, 1);
        assertThat(same.differs()).isFalse();
        same.before().setWeight(Math.nextUp(1.0));
        assertThat(same.differs()).isTrue();
        Rejudged other = row("a", 0, .1, 1, 1);
        other.before().setPWrong(Math.nextDown(.1));
        assertThat(other.differs()).isTrue();
        Rejudged gated = row("a", 0, .1, 1, 1);
        gated.before().setGates(List.of("HOLD_EXPIRED"));
        assertThat(gated.differs()).isTrue();
    }
}
