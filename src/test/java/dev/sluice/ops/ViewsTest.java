package dev.sluice.ops;

import static dev.sluice.ops.Readings.reading;
import static dev.sluice.stream.Books.books;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.Snapshots;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.Side;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final ClassList CLASSES = ClassList.of(List.of("cat", "dog", "owl"));

    @Test
    void shouldAddUpAllPartitionsOfAllInstances() {
        Map<String, Object> account = Views.account(reading()
                .books(0, books().decided(0, Route.CLEAN, 1).decided(1, Route.QUARANTINE, 0))
                .elsewhere(
                        9,
                        books().decided(0, Route.CLEAN, 1)
                                .leftovers(Side.LOGITS, LeftoverReason.LATE, 3)
                                .lost(Side.SAMPLES, 2))
                .build()
                .all());

        assertThat(account)
                .containsEntry("samples", 5L)
                .containsEntry("logits", 6L)
                .containsEntry("clean", 2L)
                .containsEntry("quarantine", 1L)
                .containsEntry("outOfBalance", 2L)
                .containsEntry("leftovers", Map.of("LATE", 3L))
                .containsEntry("deadLetters", Map.of())
                .containsEntry("partitions", 3);
    }

    @Test
    void shouldSayWhyByClassAlsoForLabelsOfALongerList() {
        List<Map<String, Object>> rows = Views.quarantine(
                reading()
                        .books(0, books().decided(1, Route.QUARANTINE, 0, Reason.POSTERIOR))
                        .elsewhere(
                                5,
                                books().decided(1, Route.CLEAN, 1, Reason.SHADOW)
                                        .decided(7, Route.CLEAN, 1))
                        .build()
                        .all(),
                CLASSES);

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("class", "dog")
                .containsEntry("clean", 1L)
                .containsEntry("quarantine", 1L)
                .containsEntry("quarantineReasons", Map.of("POSTERIOR", 1L))
                .containsEntry("cleanReasons", Map.of("SHADOW", 1L));
        assertThat(rows.get(1)).containsEntry("class", "class 7");
    }

    @Test
    void shouldShowNoThresholdForAClassWithoutSamples() {
        Map<String, Object> view = Views.thresholds(
                Snapshots.snapshot().thresholds(.5, 2, .25).counts(10, 0, 10).build(), 17, CLASSES);

        assertThat(view).containsEntry("snapshot", "1.1").containsEntry("time", 17L);
        assertThat(view.get("models").toString()).contains("cat=0.5", "dog=null", "owl=0.25");
    }

    @Test
    void shouldShowTheJointByName() {
        assertThat(Views.joint(Snapshots.snapshot().build(), CLASSES))
                .containsEntry("classes", CLASSES.names())
                .containsEntry("leftOut", 0);
    }
}
