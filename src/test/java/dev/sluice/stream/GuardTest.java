package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.avro.Decision;
import dev.sluice.judge.Breakers;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Reason;
import dev.sluice.spec.PipelineLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Breakers and stale gates in the filter: what is decided, what waits, what is said and counted. */
class GuardTest {

    private static final String GUARDED = """
            classes: 3
            learning: {snapshotEvery: {records: 50, time: 1h}}
            policy: {detector: predicted_neq_given, warmUp: {samples: 50, perClass: 5, route: clean}}
            """;
    private static final Map<String, String> CLEAN = Map.of("topics.decisions", "true");
    private static final Map<String, String> HOLD =
            Map.of("topics.decisions", "true", "policy.guard.onOpen", "hold", "pairing.wait", "10m");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private int rows;

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(GuardWatch.class)).addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(GuardWatch.class)).detachAppender(log);
    }

    //  rows     0 ....... 300 .......... 900 ............. 3,000 .. 3,030
    //  model    right      wrong for all   right             wrong
    //  breaker  closed       opens           closes          closed
    @Test
    void shouldSpareSuspectsWhileTheBreakerIsOpenAndSaySoOnce() {
        try (FilterHarness harness = new FilterHarness(GUARDED, CLEAN)) {
            drive(harness, 300, true);
            assertThat(harness.guards.open()).isEmpty();
            drive(harness, 600, false);
            assertThat(harness.guards.open())
                    .extracting(Breakers.Open::givenClass)
                    .as("over all, and of each class")
                    .hasSize(4);
            List<Decision> collapsed = harness.decisions().subList(300, 900);
            drive(harness, 2_100, true);
            assertThat(harness.guards.open()).isEmpty();
            harness.decisions();
            drive(harness, 30, false);

            assertThat(collapsed.subList(0, 150))
                    .as("before anything is noticed")
                    .allMatch(GuardTest::quarantined);
            assertThat(collapsed.subList(350, 600)).allSatisfy(spared -> {
                assertThat(spared.getRoute().name()).isEqualTo("CLEAN");
                assertThat(spared.getReasons()).containsExactly("BREAKER", "PREDICTED_OTHER");
                assertThat(spared.getPWrong()).isGreaterThan(.9);
                assertThat(spared.getSuggestedLabel()).isNotEqualTo(spared.getGivenLabel());
                assertThat(spared.getGates()).isEmpty();
            });
            assertThat(harness.decisions()).hasSize(30).allMatch(GuardTest::quarantined);
            assertThat(lines(Level.WARN, "over all samples")).hasSize(1);
            assertThat(lines(Level.INFO, "over all samples")).hasSize(1);
            assertThat(lines(Level.WARN, "breaker of class")).hasSize(3);
            assertThat(harness.guards.openings()).isEqualTo(4);
            assertThat(harness.guards.closings()).isEqualTo(4);
            assertThat(harness.guards.decided(Reason.BREAKER))
                    .isEqualTo(collapsed.stream().filter(GuardTest::spared).count());
            balanced(harness);
        }
    }

    // Suspects wait, others pass; 10 minutes of event time later the wait of each is over.
    @Test
    void shouldHoldSuspectsUntilTheirWaitIsOverWhenThePolicySaysHold() {
        try (FilterHarness harness = new FilterHarness(GUARDED, HOLD)) {
            drive(harness, 300, true);
            drive(harness, 600, false);
            long waiting = harness.ledger().pending();
            assertThat(waiting).isPositive();
            assertThat(harness.decisions()).noneMatch(GuardTest::spared).hasSize((int) (900 - waiting / 2));
            balanced(harness);

            harness.tick(900 + Duration.ofMinutes(10).toMillis() + 1).shuttle();
            settle(harness);

            assertThat(harness.decisions()).hasSize((int) (waiting / 2)).allSatisfy(late -> {
                assertThat(late.getReasons()).containsExactly("BREAKER", "PREDICTED_OTHER");
                assertThat(late.getGates()).containsExactly("HOLD_EXPIRED");
            });
            balanced(harness);
        }
    }

    @Test
    void shouldEndTheHoldWhenThePolicyChanges() {
        try (FilterHarness harness = new FilterHarness(GUARDED, HOLD)) {
            drive(harness, 300, true);
            drive(harness, 600, false);
            assertThat(harness.ledger().pending()).isPositive();
            harness.decisions();

            harness.policies.offer(PipelineLoader.parsePolicy(
                            "test", "{detector: predicted_neq_given, warmUp: {samples: 50}, guard: {maxRate: 0.9}}")
                    .toPolicy(2, harness.spec.classes()));
            settle(harness);

            assertThat(harness.ledger().pending()).isZero();
            assertThat(harness.decisions()).isNotEmpty().allSatisfy(after -> {
                assertThat(after.getPolicyVersion()).isEqualTo(2);
                assertThat(after.getGates()).isEmpty();
            });
            assertThat(harness.snapshots.newest().rates().policy()).isEqualTo(2);
            balanced(harness);
        }
    }

    @Test
    void shouldNotCountWhatIsDecidedInWarmUp() {
        try (FilterHarness harness =
                new FilterHarness(GUARDED, Map.of("policy.warmUp.samples", "400", "topics.decisions", "true"))) {
            drive(harness, 400, false);
            assertThat(harness.snapshots.newest().rates().none()).isTrue();
            drive(harness, 100, true);
            assertThat(harness.snapshots.newest().rates().judged()).isEqualTo(100);
            assertThat(harness.snapshots.newest().rates().suspected()).isZero();
        }
    }

    @Test
    void shouldCountAnewInANewGeneration() {
        try (FilterHarness harness = new FilterHarness(GUARDED, CLEAN)) {
            drive(harness, 300, true);
            drive(harness, 600, false);
            assertThat(harness.guards.open()).isNotEmpty();
            harness.open(2, harness.spec);
            drive(harness, 150, true);
            assertThat(harness.guards.open()).isEmpty();
            assertThat(harness.snapshots.newest().rates().judged()).isEqualTo(100);
            assertThat(harness.snapshots.newest().rates().suspected()).isZero();
        }
    }

    @Test
    void shouldSayThatTheSnapshotIsStaleWhenEvidenceArrivesAndNoLearnerAnswers() {
        try (FilterHarness harness =
                new FilterHarness(GUARDED, Map.of("learning.snapshotEvery.time", "1s", "topics.decisions", "true"))) {
            drive(harness, 100, true);
            settle(harness);
            harness.pass(Duration.ofHours(5));
            pair(harness, true);
            harness.decisions();
            harness.pass(Duration.ofSeconds(30));
            pair(harness, true);
            assertThat(harness.decisions())
                    .as("patience")
                    .allMatch(one -> one.getGates().isEmpty());
            assertThat(harness.guards.standingStill()).isEmpty();

            harness.pass(Duration.ofSeconds(1));
            pair(harness, false);
            pair(harness, true);

            assertThat(harness.decisions())
                    .hasSize(2)
                    .allMatch(one -> one.getGates().equals(List.of("STALE_SNAPSHOT")))
                    .as("it changes no route")
                    .extracting(GuardTest::quarantined)
                    .containsExactly(true, false);
            assertThat(harness.guards.standingStill()).containsExactly(0);
            assertThat(harness.guards.decided(Gate.STALE_SNAPSHOT)).isEqualTo(2);
            assertThat(lines(Level.WARN, "Is an instance with the learner running?"))
                    .hasSize(1);

            settle(harness);
            pair(harness, true);
            assertThat(harness.decisions()).allMatch(one -> one.getGates().isEmpty());
            assertThat(harness.guards.standingStill()).isEmpty();
            assertThat(lines(Level.INFO, "again")).hasSize(1);
        }
    }

    @Test
    void shouldSayThatAModelIsJudgedByWhatWasLearntOfItsOlderVersion() {
        try (FilterHarness harness = new FilterHarness(GUARDED, CLEAN)) {
            drive(harness, 100, true);
            harness.decisions();
            harness.pipe(sample("new").label(1).at(5_000));
            harness.pipe(logits("new").model("main", "2").values(0, 6, 0).at(5_000));
            assertThat(harness.decisions())
                    .singleElement()
                    .satisfies(one -> assertThat(one.getGates()).containsExactly("STALE_MODEL"));
            assertThat(harness.guards.decided(Gate.STALE_MODEL)).isEqualTo(1);
        }
    }

    private void drive(FilterHarness harness, int count, boolean right) {
        for (int i = 0; i < count; i++) {
            pair(harness, right);
            harness.shuttle();
        }
    }

    private void pair(FilterHarness harness, boolean right) {
        int label = rows % 3;
        float[] values = new float[3];
        values[right ? label : (label + 1) % 3] = 6;
        harness.pipe(sample("s" + rows).label(label).at(rows));
        harness.pipe(logits("s" + rows).values(values).at(rows));
        rows++;
    }

    private static void settle(FilterHarness harness) {
        for (int i = 0; i < 4; i++) {
            harness.pass(Duration.ofHours(1)).shuttle();
        }
    }

    private static void balanced(FilterHarness harness) {
        assertThat(harness.ledger().samplesOutOfBalance()).isZero();
        assertThat(harness.ledger().logitsOutOfBalance()).isZero();
    }

    private List<ILoggingEvent> lines(Level level, String part) {
        return log.list.stream()
                .filter(line ->
                        line.getLevel() == level && line.getFormattedMessage().contains(part))
                .toList();
    }

    private static boolean quarantined(Decision decision) {
        return decision.getRoute().name().equals("QUARANTINE");
    }

    private static boolean spared(Decision decision) {
        return decision.getReasons().contains("BREAKER");
    }
}
