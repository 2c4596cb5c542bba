package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionsInForceTest {

    private static final long ENOUGH = 100;
    private static final ModelKey V1 = new ModelKey("main", "1");
    private static final ModelKey V2 = new ModelKey("main", "2");
    private static final ModelKey V3 = new ModelKey("main", "3");
    private static final ModelKey OTHER = new ModelKey("other", "1");

    @Test
    void shouldTakeTheFirstVersionWhenNothingIsWarmYet() {
        assertThat(choose(List.of(V1), Map.of(V1, 3L), List.of())).containsExactly(V1);
    }

    @Test
    void shouldKeepTheOldVersionWhenTheNewOneIsStillCold() {
        assertThat(choose(List.of(V1, V2), Map.of(V1, 500L, V2, 99L), List.of(V1)))
                .containsExactly(V1);
    }

    @Test
    void shouldChangeOverWhenTheNewVersionHasEnough() {
        assertThat(choose(List.of(V1, V2), Map.of(V1, 500L, V2, 100L), List.of(V1)))
                .containsExactly(V2);
    }

    @Test
    void shouldTakeTheNewestOfTheWarmVersionsWhateverTheirSize() {
        assertThat(choose(List.of(V1, V2, V3), Map.of(V1, 900L, V2, 100L, V3, 5L), List.of(V1)))
                .containsExactly(V2);
    }

    @Test
    void shouldStayWithTheOneInForceWhenNoneIsWarmAnyLonger() {
        assertThat(choose(List.of(V1, V2), Map.of(V1, 40L, V2, 60L), List.of(V1)))
                .containsExactly(V1);
    }

    @Test
    void shouldTakeTheNewestWhenNoneIsWarmAndNoneWasInForce() {
        assertThat(choose(List.of(V1, V2), Map.of(V1, 40L, V2, 6L), List.of())).containsExactly(V2);
    }

    @Test
    void shouldChooseForEachModelByItself() {
        assertThat(choose(List.of(OTHER, V1, V2), Map.of(OTHER, 1L, V1, 200L, V2, 1L), List.of()))
                .containsExactly(OTHER, V1);
    }

    private static List<ModelKey> choose(List<ModelKey> seen, Map<ModelKey, Long> samples, List<ModelKey> before) {
        return VersionsInForce.choose(seen, samples::get, ENOUGH, before);
    }
}
