package dev.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The model that ships is the one that is made here; {@code -Dsluice.regenerate=true} makes it again. */
class ScoredExampleTest {

    @Test
    void shouldShipTheModelThatIsMadeHere() throws IOException {
        if (Boolean.getBoolean("sluice.regenerate")) {
            Files.write(ScoredExample.FILE, ScoredExample.model());
        }
        assertThat(Files.readAllBytes(ScoredExample.FILE)).isEqualTo(ScoredExample.model());
    }

    @Test
    void shouldScoreByTheFileThatShips() throws Exception {
        PipelineSpec spec = PipelineLoader.load(ScoredExample.YAML, Map.of());
        float[][] points = {{0, 1}, {-.9f, -.4f}, {.2f, .1f}};

        try (Scorer scorer = Scorers.open(spec, ScoredExample.YAML.getParent())) {
            assertThat(scorer.features()).isEqualTo(2);
            float[][] scores = scorer.score(points).get();
            for (int row = 0; row < points.length; row++) {
                assertThat(scores[row]).containsExactly(ScoredExample.logits(points[row]), within());
            }
        }
    }

    private static org.assertj.core.data.Offset<Float> within() {
        return org.assertj.core.data.Offset.offset(1e-5f);
    }
}
