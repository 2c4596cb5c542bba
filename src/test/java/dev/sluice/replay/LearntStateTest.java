package dev.sluice.replay;

import static dev.sluice.replay.RehearsalSetups.setup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.judge.Evidence;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Sample;
import dev.sluice.judge.WarmUpRoute;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LearntStateTest {

    private static final SnapshotVersion SECOND = new SnapshotVersion(1, 2);
    private static final List<Coverage> ALL = List.of(new Coverage(0, 40, 0));

    // 30 rows of version 1, 10 of version 2: with a warm-up of 20 version 1 serves, with one of 5 version 2 does
    @Test
    void shouldFindWhichWarmUpGaveTheRecordedSnapshot() {
        String ofTwenty = state(20).freeze(SECOND).hash();
        String ofFive = state(5).freeze(SECOND).hash();
        assertThat(ofFive).isNotEqualTo(ofTwenty);

        assertThat(state(20).freeze(SECOND, ALL, List.of(20L, 5L), is(ofFive)).hash())
                .isEqualTo(ofFive);
        assertThat(state(20).freeze(SECOND, ALL, List.of(20L, 5L), is(ofTwenty)).hash())
                .isEqualTo(ofTwenty);
        assertThat(state(20)
                        .freeze(SECOND, ALL, List.of(20L, 5L), is("another"))
                        .hash())
                .as("none of them: the first, for the message")
                .isEqualTo(ofTwenty);
    }

    private static Predicate<Snapshot> is(String hash) {
        return snapshot -> snapshot.hash().equals(hash);
    }

    private static LearntState state(int warmUp) {
        LearntState state =
                new LearntState(setup().warmUp(warmUp, 1, WarmUpRoute.HOLD).build());
        for (int i = 0; i < 40; i++) {
            ModelKey model = new ModelKey("main", i < 30 ? "1" : "2");
            float[] logits = {i % 3, 1, i % 2};
            state.arrived(0, new Sample("s" + i, i % 3), Evidence.of(ModelEvidence.of(model, logits, true)), 0);
            if (i == 29) {
                state.freeze(new SnapshotVersion(1, 1));
            }
        }
        return state;
    }
}
