package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several presentations of one sample at once, some of them incomplete: each has one decision, from all that is its own. */
class PresentationEdgesTest {

    private static final long MINUTE = 60_000;

    private final FilterHarness pipeline = FilterHarness.of("classes: 3\nmodels: [{id: a}, {id: b}]\n"
            + "pairing: {wait: 10m, onTimeout: judge, onRepeat: every}\n"
            + "policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0}}\n"
            + "learning: {snapshotEvery: {records: 1, time: 1s}}\n");

    @BeforeEach
    void warm() {
        pipeline.pipe(sample("warm")).pipe(a("warm"), b("warm")).shuttle().pass(FilterProcessor.BEAT);
        assertThat(pipeline.clean()).hasSize(1);
    }

    @AfterEach
    void theLawHolds() {
        assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
        assertThat(pipeline.ledger().logitsOutOfBalance()).isZero();
        pipeline.close();
    }

    private static Given.LogitsBuilder a(String id) {
        return logits(id).model("a", "1");
    }

    private static Given.LogitsBuilder b(String id) {
        return logits(id).model("b", "1");
    }

    private List<Decision> decisions() {
        return pipeline.clean().stream().map(CleanSample::getDecision).toList();
    }

    // x@0, a#1@0; b#1@11m is out of the sample's reach, so #1 is judged without it
    @Test
    void shouldNotDecideAPresentationTwiceWhenItsOtherLogitsComeTooLate() {
        pipeline.pipe(sample("x"))
                .pipe(a("x").showing(1))
                .pipe(b("x").showing(1).at(11 * MINUTE));
        pipeline.tick(30 * MINUTE);
        assertThat(decisions())
                .extracting(Decision::getPresentation, Decision::getMissingModels)
                .containsExactly(tuple(1, List.of("b")));
        assertThat(pipeline.leftovers())
                .extracting(Leftover::getReason, Leftover::getModelId)
                .containsExactly(tuple(LeftoverReason.SUPERSEDED, "b"));
    }

    // x@0, a#1@0, a#2@5m; at 10m + 1 the wait of #1 is over, that of #2 is not; b#2@12m is near enough
    @Test
    void shouldGoOnWaitingForALaterPresentationWhenTheFirstIsJudgedWithWhatCame() {
        pipeline.pipe(sample("x")).pipe(a("x").showing(1), a("x").showing(2).at(5 * MINUTE));
        pipeline.tick(10 * MINUTE + 1);
        assertThat(decisions())
                .extracting(Decision::getPresentation, Decision::getMissingModels)
                .containsExactly(tuple(1, List.of("b")));
        pipeline.pipe(b("x").showing(2).at(12 * MINUTE));
        assertThat(decisions())
                .extracting(Decision::getPresentation, Decision::getMissingModels, Decision::getRepeat)
                .containsExactly(tuple(2, List.of(), true));
    }

    // A producer in a loop: a never answers, b sends one presentation after the other.
    @Test
    void shouldBoundWhatOneIdMayKeepWaiting() {
        pipeline.pipe(sample("x"));
        for (int i = 1; i <= 300; i++) {
            pipeline.pipe(b("x").showing(i));
        }
        assertThat(pipeline.leftovers())
                .extracting(Leftover::getReason, Leftover::getDetail)
                .hasSize(300 - 256)
                .containsOnly(tuple(
                        LeftoverReason.SUPERSEDED,
                        "256 presentations of this sample are on their way; the first stay"));
        pipeline.pipe(a("x").showing(1)).pipe(b("x").showing(301)).tick(10 * MINUTE + 1);
        assertThat(decisions()).hasSize(257);
        assertThat(pipeline.ledger().pending()).isZero();
    }

    @Test
    void shouldTakeTheLargestPresentationForTheLast() {
        pipeline.pipe(sample("x"));
        int last = Integer.MAX_VALUE;
        pipeline.pipe(a("x").showing(last), b("x").showing(last)).pipe(a("x"), b("x"));
        assertThat(decisions()).extracting(Decision::getPresentation).containsExactly(last);
        assertThat(pipeline.leftovers()).extracting(Leftover::getReason).containsOnly(LeftoverReason.SUPERSEDED);
    }

    // x@0 and y@1; the clock jumps far beyond both: they are judged in the order of their times
    @Test
    void shouldJudgeOverdueSamplesInTheOrderOfTheirTimesHoweverFarTheClockJumps() {
        pipeline.pipe(sample("y").at(1), sample("x").at(0)).pipe(b("y").at(1), b("x").at(2));
        pipeline.pipe(a("x").at(3))
                .pipe(a("x").showing(1).at(5))
                .pipe(a("z").at(4))
                .pipe(sample("z").at(4));
        pipeline.tick(60 * MINUTE);
        assertThat(decisions())
                .extracting(Decision::getSampleId, Decision::getPresentation)
                .containsExactly(tuple("x", 0), tuple("y", 0), tuple("z", 0), tuple("x", 1));
    }

    // x@0, a#1@0, a#2@5m; b#2@11m ends the sample's own wait, and completes #2
    @Test
    void shouldCompleteALaterPresentationWithTheLogitsThatEndTheFirst() {
        pipeline.pipe(sample("x")).pipe(a("x").showing(1), a("x").showing(2).at(5 * MINUTE));
        pipeline.pipe(b("x").showing(2).at(11 * MINUTE));
        assertThat(decisions())
                .extracting(Decision::getPresentation, Decision::getMissingModels)
                .containsExactly(tuple(1, List.of("b")), tuple(2, List.of()));
        assertThat(pipeline.ledger().pending()).isZero();
    }
}
