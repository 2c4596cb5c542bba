package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import dev.sluice.avro.PolicyRequest;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the learner answers those who ask for another policy. */
class PolicyRequestTest {

    private static final PipelineSpec SPEC = PipelineLoader.parse("{name: t, classes: [cat, dog, owl]}", Map.of());
    private static final ControlCodec<Policy> POLICIES = new ControlCodec<>(Policy.class);
    private static final ControlCodec<PolicyAnswer> ANSWERS = new ControlCodec<>(PolicyAnswer.class);

    private final KeyValueStore<byte[], byte[]> store = store();
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private PolicyBook book;

    @BeforeEach
    void aPipelineThatHasRun() {
        context.setCurrentSystemTimeMs(Given.T0);
        book = book(Set.of());
    }

    @Test
    void shouldMakeTheNextVersionAndKeepWhoAskedAndWhy() throws Exception {
        ask("r1", 1, "mode: shadow");

        assertThat(policies()).extracting(Policy::getVersion).containsExactly(1, 2);
        Policy second = policies().get(1);
        assertThat(second.getYaml()).startsWith("mode: shadow\n").contains("quarantineAbove: 0.5");
        assertThat(List.of(second.getWho(), second.getWhy(), second.getRequest()))
                .containsExactly("anna", "because", "r1");
        assertThat(answers()).isEmpty();
    }

    @Test
    void shouldRefuseWithEveryProblemAndChangeNothing() throws Exception {
        ask("r1", 1, "{quarantineAbove: 1.4, classes: {cta: {threshold: 0.5}}}");

        assertThat(policies()).hasSize(1);
        assertThat(answers()).singleElement().satisfies(answer -> {
            assertThat(answer.getProblems())
                    .containsExactly(
                            "policy.quarantineAbove: 1.4 is outside 0..1",
                            "policy.classes.cta: unknown class, did you mean cat?");
            assertThat(answer.getInForce()).isEqualTo(1);
            assertThat(answer.getYaml()).contains("cta");
        });
    }

    @Test
    void shouldRefuseWhatIsNoYaml() throws Exception {
        ask("r1", 1, "{mode: [");

        assertThat(policies()).hasSize(1);
        assertThat(answers().get(0).getProblems()).singleElement().asString().contains("not valid YAML");
    }

    @Test
    void shouldAnswerBothWhenTwoAskAtOnce() throws Exception {
        ask("r1", 1, "mode: shadow");
        ask("r2", 1, "quarantineAbove: 0.7");

        assertThat(policies()).extracting(Policy::getRequest).containsExactly(null, "r1");
        assertThat(answers()).singleElement().satisfies(answer -> {
            assertThat(answer.getRequest()).isEqualTo("r2");
            assertThat(answer.getInForce()).isEqualTo(2);
            assertThat(answer.getProblems())
                    .singleElement()
                    .asString()
                    .contains("made from v1, in force is v2 since (anna: because)")
                    .contains("policy diff v1 v2");
        });
    }

    @Test
    void shouldSayThatNothingChangesWhenItIsInForceAlready() throws Exception {
        ask("r1", 1, "mode: shadow");
        ask("r2", 1, "mode: shadow");

        assertThat(policies()).hasSize(2);
        assertThat(answers())
                .singleElement()
                .satisfies(answer -> assertThat(answer.getProblems()).isEmpty());
    }

    // The learner's task moves, or its store is lost and it reads the tallies from their start.
    @Test
    void shouldAnswerOnceWhenARequestIsReadAgain() throws Exception {
        ask("r1", 1, "mode: shadow");
        ask("r2", 2, "mode: enforce");
        book = book(Set.of());
        ask("r1", 1, "mode: shadow");
        assertThat(policies()).hasSize(3);

        store.delete("answered/r1".getBytes(StandardCharsets.UTF_8));
        book = book(Set.of("r1"));
        ask("r1", 1, "mode: shadow");
        assertThat(policies()).hasSize(3);
        assertThat(answers()).isEmpty();
    }

    @Test
    void shouldLearnWithTheWarmUpOfThePolicyInForce() {
        assertThat(book.warmUpSamples()).isEqualTo(1000);
        ask("r1", 1, "warmUp: {samples: 50}");
        assertThat(book.warmUpSamples()).isEqualTo(50);
        assertThat(book(Set.of()).warmUpSamples()).isEqualTo(50);
    }

    // start with --adopt-policy .. v2 .. somebody sets v3 .. the task leaves and comes back: v3 stays
    @Test
    void shouldNotAdoptTheFileAgainWhenTheTaskComesBack() throws Exception {
        Policy first = policies().get(0);
        PipelineSpec shadow =
                PipelineLoader.parse("{name: t, classes: [cat, dog, owl], policy: {mode: shadow}}", Map.of());
        LearnerPlan plan = new LearnerPlan(shadow, 1, null, first, true, "test");
        book = new PolicyBook(plan, context, store);
        book.seedOnce();
        assertThat(policies()).hasSize(2);
        ask("r1", 2, "quarantineAbove: 0.9");
        assertThat(policies()).hasSize(3);

        new PolicyBook(plan, context, store).seedOnce();
        assertThat(policies()).extracting(Policy::getVersion).containsExactly(1, 2, 3);
    }

    @Test
    void shouldJudgeWithTheNewPolicyAndNameItAndLookAgainAtWhatWaits() {
        String yaml = "classes: [cat, dog, owl]\nlearning: {snapshotEvery: {records: 1, time: 50ms}}\n"
                + "policy: {detector: predicted_neq_given, warmUp: {samples: 1000, perClass: 0}}\n";
        try (FilterHarness pipeline = FilterHarness.of(yaml)) {
            for (int i = 0; i < 3; i++) {
                pipeline.pipe(sample("a" + i).label(0))
                        .pipe(logits("a" + i).values(i, 1.5f, 0))
                        .shuttle();
            }
            assertThat(pipeline.clean()).as("held in the warm-up").isEmpty();

            ask(pipeline, "{detector: predicted_neq_given, warmUp: {samples: 2, perClass: 0}}");
            pipeline.shuttle().pass(Duration.ofMillis(200)).shuttle().pass(Duration.ofMillis(200));

            assertThat(pipeline.clean())
                    .extracting(CleanSample::getDecision)
                    .isNotEmpty()
                    .allSatisfy(
                            decision -> assertThat(decision.getPolicyVersion()).isEqualTo(2));
            assertThat(pipeline.quarantine()).hasSize(2);
            assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
        }
    }

    // 6 rows of version 1, then 3 of version 2, then nothing more: a warm-up of 2 lets version 2 serve
    @Test
    void shouldFreezeAgainWhenTheWarmUpChangesAndNothingNewComes() {
        String yaml = "classes: [cat, dog, owl]\nlearning: {snapshotEvery: {records: 1, time: 50ms}}\n"
                + "policy: {warmUp: {samples: 5, perClass: 0}}\n";
        try (FilterHarness pipeline = FilterHarness.of(yaml)) {
            for (int i = 0; i < 9; i++) {
                pipeline.pipe(sample("a" + i).label(i % 3))
                        .pipe(logits("a" + i).model("main", i < 6 ? "1" : "2").values(1, 2, 3))
                        .shuttle()
                        .pass(Duration.ofMillis(100))
                        .shuttle();
            }
            assertThat(pipeline.snapshots.newest().models().get(0).model().version())
                    .isEqualTo("1");

            ask(pipeline, "{warmUp: {samples: 2, perClass: 0}}");
            pipeline.shuttle();

            assertThat(pipeline.snapshots.newest().models().get(0).model().version())
                    .isEqualTo("2");
        }
    }

    private static void ask(FilterHarness pipeline, String yaml) {
        String whole = PipelineLoader.parsePolicy("p", yaml).yaml();
        pipeline.learner
                .createInputTopic(pipeline.spec.talliesTopic(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        ControlKeys.request("r1").getBytes(StandardCharsets.UTF_8),
                        new ControlCodec<>(PolicyRequest.class).encode(request("r1", 1, whole)));
    }

    private PolicyBook book(Set<String> answered) {
        PolicyBook made = new PolicyBook(new LearnerPlan(SPEC, 1, null, null, answered, false, "test"), context, store);
        made.seedOnce();
        return made;
    }

    private void ask(String id, int basedOn, String yaml) {
        book.take(new ControlCodec<>(PolicyRequest.class).encode(request(id, basedOn, yaml)));
    }

    private static PolicyRequest request(String id, int basedOn, String yaml) {
        return new PolicyRequest(id, basedOn, yaml, "anna", "because", 0L);
    }

    private List<Policy> policies() throws Exception {
        List<Policy> policies = new ArrayList<>();
        for (var sent : context.forwarded()) {
            if (!ControlKeys.answers(sent.record().key())) {
                policies.add(POLICIES.decode(sent.record().value()));
            }
        }
        return policies;
    }

    private List<PolicyAnswer> answers() throws Exception {
        List<PolicyAnswer> answers = new ArrayList<>();
        for (var sent : context.forwarded()) {
            if (ControlKeys.answers(sent.record().key())) {
                answers.add(ANSWERS.decode(sent.record().value()));
            }
        }
        return answers;
    }

    private static KeyValueStore<byte[], byte[]> store() {
        KeyValueStore<byte[], byte[]> store = org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore("s"),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }
}
