package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.judge.ClassPolicy;
import dev.sluice.judge.DetectorKind;
import dev.sluice.judge.Guard;
import dev.sluice.judge.GuardRoute;
import dev.sluice.judge.Mode;
import dev.sluice.judge.Policy;
import dev.sluice.judge.WarmUp;
import dev.sluice.judge.WarmUpRoute;
import dev.sluice.judge.Weights;
import dev.sluice.noise.Window;
import dev.sluice.weight.Scheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PipelineSpecTest {

    private static final String FULL = """
            name: birds
            classes: [owl, no, "null", "7"]
            models:
              - id: resnet
                trainedOn: clean
            topics: {samples: in.samples, logits: in.logits, partitions: 12, decisions: true, repartition: false}
            pairing: {wait: 500ms, onTimeout: expire, remember: 24h, onRepeat: ignore, store: memory, futureTolerance: 0ms}
            learning:
              window: {time: 2d}
              snapshotEvery: {records: 7, time: 250ms}
              maxAhead: 11
            policy:
              mode: shadow
              detector: predicted_neq_given
              quarantineAbove: 0.25
              warmUp: {samples: 3, perClass: 2, route: quarantine}
              guard: {maxRate: 0.1, maxClassRate: 0.2, onOpen: hold}
              weights: {scheme: none, floor: 0.5, cap: 2.5}
              classes:
                owl: {threshold: 0.7}
                1: {thresholdOffset: -0.05}
                "7": {quarantineAbove: 0.9}
            """;

    @Test
    void shouldHaveTheDocumentedDefaultsForEveryKey() {
        PipelineSpec spec = PipelineLoader.parse("classes: 10", Map.of());

        assertThat(spec.name()).isEqualTo("quickstart");
        assertThat(spec.classes()).isEqualTo(ClassList.count(10));
        assertThat(spec.models()).containsExactly(new ModelSpec("main", ModelSpec.TrainedOn.NOISY));
        assertThat(spec.topics()).isEqualTo(new TopicsSpec("quickstart.samples", "quickstart.logits", 4, false, false));
        assertThat(spec.pairing())
                .isEqualTo(new PairingSpec(
                        Duration.ofMinutes(10),
                        PairingSpec.OnTimeout.EXPIRE,
                        Duration.ofHours(1),
                        PairingSpec.OnRepeat.IGNORE,
                        PairingSpec.StoreKind.MEMORY,
                        Duration.ofMinutes(10)));
        assertThat(spec.learning())
                .isEqualTo(new LearningSpec(WindowSpec.all(), new SnapshotEvery(1000, Duration.ofSeconds(1)), 2000));
        assertThat(spec.policy())
                .isEqualTo(new PolicySpec(
                        Mode.ENFORCE,
                        PolicySpec.Detector.POSTERIOR,
                        0.5,
                        new WarmUpSpec(1000, 20, WarmUpRoute.HOLD),
                        new GuardSpec(0.5, 0.8, GuardRoute.CLEAN),
                        new WeightsSpec(Scheme.NONE, 0.05, 4),
                        Map.of()));
    }

    @Test
    void shouldMapEveryKey() {
        PipelineSpec spec = PipelineLoader.parse(FULL, Map.of());

        assertThat(spec.name()).isEqualTo("birds");
        assertThat(spec.classes().names()).containsExactly("owl", "no", "null", "7");
        assertThat(spec.models()).containsExactly(new ModelSpec("resnet", ModelSpec.TrainedOn.CLEAN));
        assertThat(spec.topics()).isEqualTo(new TopicsSpec("in.samples", "in.logits", 12, true, false));
        assertThat(spec.pairing().waiting()).isEqualTo(Duration.ofMillis(500));
        assertThat(spec.pairing().remember()).isEqualTo(Duration.ofHours(24));
        assertThat(spec.pairing().futureTolerance()).isZero();
        assertThat(spec.learning().window().toWindow(12)).isEqualTo(Window.time(Duration.ofDays(2), WindowSpec.PANES));
        assertThat(spec.learning().snapshotEvery()).isEqualTo(new SnapshotEvery(7, Duration.ofMillis(250)));
        assertThat(spec.learning().maxAhead()).isEqualTo(11);
        assertThat(spec.policy().guard()).isEqualTo(new GuardSpec(0.1, 0.2, GuardRoute.HOLD));
        assertThat(spec.policy().weights()).isEqualTo(new WeightsSpec(Scheme.NONE, 0.5, 2.5));
    }

    @Test
    void shouldGiveTheJudgeItsPolicy() {
        PipelineSpec spec = PipelineLoader.parse(FULL, Map.of());

        assertThat(spec.policy().toPolicy(3, spec.classes()))
                .isEqualTo(new Policy(
                        3,
                        spec.policy().hash(),
                        Mode.SHADOW,
                        DetectorKind.PREDICTED_NEQ_GIVEN,
                        0.25,
                        new WarmUp(3, 2, WarmUpRoute.QUARANTINE),
                        new Guard(0.1, 0.2, GuardRoute.HOLD),
                        new Weights(Scheme.NONE, 0.5, 2.5),
                        Map.of(
                                0, new ClassPolicy(some(0.7), none(), none()),
                                1, new ClassPolicy(none(), some(-0.05), none()),
                                3, new ClassPolicy(none(), none(), some(0.9)))));
    }

    @Test
    void shouldDeriveTheTopicsItWritesFromItsName() {
        PipelineSpec spec = PipelineLoader.parse("{name: a, classes: 2}", Map.of());

        assertThat(spec.topics().samples()).isEqualTo("a.samples");
        assertThat(spec.topics().logits()).isEqualTo("a.logits");
        assertThat(spec.writtenTopics())
                .isEqualTo(List.of(
                        "a.clean",
                        "a.quarantine",
                        "a.decisions",
                        "a.leftovers",
                        "a.dead-letters",
                        "a.tallies",
                        "a.snapshots",
                        "a.policies"));
        assertThat(spec.filterId()).isEqualTo("a");
        assertThat(spec.learnerId()).isEqualTo("a-learner");
    }

    @Test
    void shouldReadThePolicyBackFromItsCanonicalText() {
        PolicySpec policy = PipelineLoader.parse(FULL, Map.of()).policy();

        PolicySpec again = PipelineLoader.parsePolicy("policy v1", policy.yaml());

        assertThat(again).isEqualTo(policy);
        assertThat(again.hash()).isEqualTo(policy.hash()).matches("[0-9a-f]{16}");
    }

    @Test
    void shouldGiveOneHashToTwoWaysOfWritingOnePolicy() {
        PolicySpec terse = PipelineLoader.parse("classes: 10", Map.of()).policy();
        PolicySpec wordy = PipelineLoader.parse(
                        "{policy: {weights: {cap: 4.0}, quarantineAbove: .50}, classes: 10}", Map.of())
                .policy();
        PolicySpec other = PipelineLoader.parse("{policy: {quarantineAbove: 0.51}, classes: 10}", Map.of())
                .policy();

        assertThat(wordy.hash()).isEqualTo(terse.hash()).isNotEqualTo(other.hash());
    }

    @Test
    void shouldTakeClassesFromTheDataWhereTheFileDoesNotSay() {
        PipelineSpec spec = PipelineLoader.defaultsForData(Map.of("policy.classes.3.threshold", "0.5"));

        assertThat(spec.knowsClasses()).isFalse();
        assertThatThrownBy(spec::classes)
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("quickstart: classes: missing");
        assertThat(spec.withClasses(ClassList.count(4)).classes().size()).isEqualTo(4);
        assertThatThrownBy(() -> spec.withClasses(ClassList.count(3)))
                .isInstanceOf(SpecException.class)
                .hasMessage("quickstart: policy.classes.3: class 3 is outside 0..2 (classes: 3)");
        assertThatThrownBy(() -> spec.policy().toPolicy(1, ClassList.count(3)))
                .hasMessage("policy.classes.3: class 3 is outside 0..2 (classes: 3)");
    }

    @Test
    void shouldLaySetsOverTheFileInAnyForm() {
        PipelineSpec spec = PipelineLoader.parse(
                "classes: 10",
                Map.of(
                        "policy.mode", "shadow",
                        "models.0.id", "other",
                        "learning.window", "{time: 1h}",
                        "pairing", "{wait: 1m}",
                        "classes", "[a, b]",
                        "policy.classes.b.threshold", "0.25"));

        assertThat(spec.policy().mode()).isEqualTo(Mode.SHADOW);
        assertThat(spec.models().get(0).id()).isEqualTo("other");
        assertThat(spec.learning().window().time()).contains(Duration.ofHours(1));
        assertThat(spec.pairing().waiting()).isEqualTo(Duration.ofMinutes(1));
        assertThat(spec.classes().names()).containsExactly("a", "b");
        assertThat(spec.policy().classes().get("b").threshold()).hasValue(0.25);
    }

    @Test
    void shouldTreatAnEmptySectionAsAllDefaults() {
        assertThat(PipelineLoader.parse("classes: 10\npolicy:\npairing:\n", Map.of()))
                .isEqualTo(PipelineLoader.parse("classes: 10", Map.of()));
    }

    private static OptionalDouble some(double value) {
        return OptionalDouble.of(value);
    }

    private static OptionalDouble none() {
        return OptionalDouble.empty();
    }
}
