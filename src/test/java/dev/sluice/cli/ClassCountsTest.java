package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Records;
import dev.sluice.avro.Route;
import dev.sluice.spec.ClassList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassCountsTest {

    private static final ClassList PETS = ClassList.of(List.of("cat", "dog", "bird"));

    private final ClassCounts counts = new ClassCounts(PETS);

    @Test
    void shouldShowEachClassByItsName() {
        for (int i = 0; i < 3; i++) {
            decided(0, Route.CLEAN, PETS);
        }
        decided(0, Route.QUARANTINE, PETS);
        decided(2, Route.CLEAN, PETS);

        assertThat(counts.lines())
                .containsExactly(
                        "given label  clean  quarantine",
                        "cat              3           1   25.0 %",
                        "dog              0           0",
                        "bird             1           0    0.0 %");
        assertThat(counts.rows())
                .containsExactly(
                        new ClassCounts.Row("cat", 3, 1),
                        new ClassCounts.Row("dog", 0, 0),
                        new ClassCounts.Row("bird", 1, 0));
    }

    @Test
    void shouldLeaveOutWhatAnotherClassListCounted() {
        decided(0, Route.CLEAN, ClassList.count(3));

        assertThat(counts.lines()).isEmpty();
    }

    private void decided(int given, Route route, ClassList classes) {
        Decision decision = Records.clean().getDecision();
        decision.setGivenLabel(given);
        decision.setRoute(route);
        decision.setClassListHash(classes.hash());
        counts.decision(decision);
    }
}
