package dev.sluice.ops;

import static dev.sluice.ops.Readings.NOW;
import static dev.sluice.ops.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HealthTest {

    private static final Outside NO_BROKER = new Outside(Optional.of("does not answer"), Optional.empty());
    private static final Outside NO_REGISTRY = new Outside(Optional.empty(), Optional.of("refused"));

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("process", reading().failed(), Outside.WELL),
                Arguments.of("watch", reading().time(NOW - 31_000), Outside.WELL),
                Arguments.of("running", reading().running(false), Outside.WELL),
                Arguments.of("restored", reading().restoring(9), Outside.WELL),
                Arguments.of("stores", reading().unreadable(1), Outside.WELL),
                Arguments.of("broker", reading(), NO_BROKER),
                Arguments.of("registry", reading(), NO_REGISTRY),
                Arguments.of("policy", reading().policy(null), Outside.WELL),
                Arguments.of("snapshot", reading().standsStill(0), Outside.WELL));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNameThePartThatIsNotReadyAndNoOther(String part, Readings planted, Outside outside) {
        Health health = Health.ready(planted.build(), outside, NOW);

        assertThat(health.ok()).isFalse();
        assertThat(health.parts())
                .filteredOn(one -> !one.ok())
                .extracting(Health.Part::name)
                .containsExactly(part);
    }

    @Test
    void shouldBeReadyBeforeTheFirstSnapshot() {
        assertThat(Health.ready(reading().snapshot(null).build(), Outside.WELL, NOW)
                        .ok())
                .isTrue();
    }

    @Test
    void shouldLiveThroughWhateverHealsByWaiting() {
        assertThat(Health.live(reading()
                                .running(false)
                                .restoring(9)
                                .standsStill(0)
                                .build())
                        .ok())
                .isTrue();
        assertThat(Health.live(reading().failed().build()).ok()).isFalse();
    }
}
