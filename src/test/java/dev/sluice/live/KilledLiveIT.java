package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.files.ArrivalOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process of its own that is killed in the middle of the stream, and what another one makes of the rest. */
class KilledLiveIT {

    private static final int ROWS = 60_000;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldLoseAndDoubleNothingWhenTheProcessIsKilledInFlight() throws Exception {
        GeneratedRows rows = new GeneratedRows(ROWS, 10, 5);
        Live live = STACK.pipeline("killed", Map.of());
        live.load(rows, ArrivalOrder.ofFile(ROWS));
        Process victim = OwnProcess.run(live, STACK.folder().resolve("victim"));
        long before;
        try {
            await().atMost(Duration.ofSeconds(90)).until(() -> decided(live) > ROWS / 20);
        } finally {
            before = decided(live);
            victim.destroyForcibly();
            assertThat(victim.waitFor()).as("killed, not ended").isNotZero();
        }
        assertThat(before).as("decided when it was killed: work was in flight").isBetween(1L, ROWS - 1L);

        live.start(2);
        live.running().atRest(2L * ROWS, ROWS);

        List<String> decided = new ArrayList<>();
        live.read(live.spec.cleanTopic(), CleanSample.class)
                .forEach(row -> decided.add(row.getSample().getSampleId()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class)
                .forEach(row -> decided.add(row.getSample().getSampleId()));
        assertThat(decided).doesNotHaveDuplicates().hasSize(ROWS);
        assertThat(live.account().outOfBalance()).isZero();
        long[] recount = new long[10];
        IntStream.range(0, ROWS).forEach(row -> recount[rows.label(row)]++);
        assertThat(live.newestSnapshot().models().get(0).counts())
                .as("the tally equals a recount")
                .isEqualTo(recount);
    }

    private static long decided(Live live) {
        return live.raw(live.spec.cleanTopic()).size()
                + live.raw(live.spec.quarantineTopic()).size();
    }
}
