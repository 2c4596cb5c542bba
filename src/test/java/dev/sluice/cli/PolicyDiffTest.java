package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.PipelineLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {

    private static String yaml(Map<String, String> sets) {
        return PipelineLoader.parse("classes: [cat, dog]", sets).policy().yaml();
    }

    @Test
    void shouldNameTheKeysThatDifferWithBothValues() {
        assertThat(PolicyDiff.lines(
                        yaml(Map.of("policy.classes.cat.threshold", "0.7")),
                        yaml(Map.of("policy.warmUp.samples", "500", "policy.mode", "shadow"))))
                .containsExactly(
                        "mode: enforce -> shadow",
                        "warmUp.samples: 1000 -> 500",
                        "classes.cat.threshold: 0.7 -> (not set)");
    }

    @Test
    void shouldSayNothingWhenTheyAreEqual() {
        assertThat(PolicyDiff.lines(yaml(Map.of()), yaml(Map.of()))).isEmpty();
    }
}
