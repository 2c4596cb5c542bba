package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyChangeTest {

    private static final PipelineSpec PIPELINE =
            PipelineLoader.parse("{name: pets, classes: [dog, cat, 'bird ñ']}", Map.of());
    private static final PolicySpec BASE = PipelineLoader.parsePolicy(
            "base", "{warmUp: {samples: 500}, classes: {dog: {threshold: 0.7}, '1': {quarantineAbove: 0.9}}}");

    @Test
    void shouldKeepEverythingThatTheChangeDoesNotName() {
        PolicySpec changed = over("classes: {bird ñ: {thresholdOffset: 0.1}}");

        assertThat(changed.warmUp().samples()).isEqualTo(500);
        assertThat(changed.classes()).containsOnlyKeys("dog", "1", "bird ñ");
        assertThat(changed.classes().get("bird ñ").thresholdOffset()).hasValue(0.1);
    }

    @Test
    void shouldMeanTheSameClassByItsNameAndByItsIndex() {
        assertThat(over("classes: {cat: {quarantineAbove: 0.8}}").classes()).containsOnlyKeys("dog", "1");
        assertThat(over("classes: {cat: null}").classes()).containsOnlyKeys("dog");
        assertThat(over("classes: {'0': null}").classes()).containsOnlyKeys("1");
    }

    @Test
    void shouldTakeOutWhatIsNullAndAllThatAnEmptySectionHeld() {
        assertThat(over("warmUp: {samples: null}").warmUp().samples()).isEqualTo(1000);
        assertThat(over("classes: {}").classes()).isEmpty();
        assertThat(over("classes: {dog: {threshold: null, thresholdOffset: 0.1}}")
                        .classes()
                        .get("dog"))
                .isEqualTo(PipelineLoader.parsePolicy("t", "classes: {dog: {thresholdOffset: 0.1}}")
                        .classes()
                        .get("dog"));
    }

    @Test
    void shouldLayValuesOverTheFile() {
        PolicySpec changed = PolicyChange.read("p.yaml", "mode: enforce")
                .with(sets("policy.mode", "shadow", "policy.classes.cat", "null"))
                .over(BASE, PIPELINE)
                .policy();

        assertThat(changed.mode().name()).isEqualTo("SHADOW");
        assertThat(changed.classes()).containsOnlyKeys("dog");
    }

    @Test
    void shouldNameEveryProblemAndKeepWhatWasAskedFor() {
        PolicyDraft draft = PolicyChange.read("p.yaml", "quarantineAbove: 1.4\nclasses: {dgo: {threshold: 0.5}}")
                .over(BASE, PIPELINE);

        assertThat(draft.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "policy.quarantineAbove: 1.4 is outside 0..1",
                        "policy.classes.dgo: unknown class, did you mean dog?");
        assertThat(draft.yaml()).doesNotContain("\n").contains("dgo");
        // whoever reads the text of the bad one finds the same faults
        assertThat(PolicyDraft.whole("again", draft.yaml(), PIPELINE).problems())
                .containsExactlyElementsOf(draft.problems());
    }

    @Test
    void shouldSayHowManySamplesTheWindowMustHoldWhenTheWarmUpGrows() {
        PipelineSpec windowed =
                PipelineLoader.parse("{name: pets, classes: 3, learning: {window: {samples: 5000}}}", Map.of());

        assertThat(PolicyChange.read("p.yaml", "warmUp: {samples: 9000}")
                        .over(windowed.policy(), windowed)
                        .problems())
                .singleElement()
                .asString()
                .contains("policy.warmUp.samples: 9000 needs a learning.window of at least");
    }

    @Test
    void shouldNameWhatDoesNothingUnderTheDetector() {
        assertThat(over("detector: posterior").withoutEffect())
                .containsExactly("policy.classes.dog.threshold has no effect with the detector posterior,"
                        + " which takes quarantineAbove");
        assertThat(over("detector: confident_learning").withoutEffect())
                .singleElement()
                .asString()
                .startsWith("policy.classes.1.quarantineAbove has no effect");
        assertThat(over("detector: predicted_neq_given").withoutEffect()).hasSize(2);
    }

    @Test
    void shouldSayWhatAPolicyFileIs() {
        assertThatThrownBy(() -> PolicyChange.read("my.yaml", "policy: {mode: shadow}"))
                .hasMessageContaining("below `policy:`");
        assertThatThrownBy(() -> PolicyChange.read("my.yaml", "- mode"))
                .hasMessageContaining("keys of a policy are expected");
    }

    @Test
    void shouldWriteBadTreesInOneLineThatReadsBack() {
        String text = "{\"a\\\\\": [\"1\", null], \"b\": {\"c \\\"ñ\": \"x\\u000ay\"}}";

        assertThat(FlowYaml.write(YamlText.read("t", text, 1, new Problems()))).isEqualTo(text.replace("ñ", "\\u00f1"));
    }

    private static PolicySpec over(String yaml) {
        return PolicyChange.read("p.yaml", yaml).over(BASE, PIPELINE).policy();
    }

    private static Map<String, String> sets(String... pairs) {
        Map<String, String> sets = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            sets.put(pairs[i], pairs[i + 1]);
        }
        return sets;
    }
}
