package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.replay.VerificationReport;
import dev.sluice.stream.GroupProtocol;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.StoreDump;
import dev.sluice.stream.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several instances that come and go, under both ways of sharing the partitions. */
class InstancesLiveIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CHUNK = 250;
    private static final double ROWS_PER_SECOND = 1_000;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    // rows     ------------------------------------------------> as long as it takes
    // first    start ............................. stop
    // second             start .......................... takes over
    @ParameterizedTest
    @EnumSource
    void shouldLoseAndDoubleNothingWhenInstancesComeAndGoWhileRowsFlow(GroupProtocol protocol) throws Exception {
        GeneratedRows rows = new GeneratedRows(100_000, 10, 11);
        Live live = STACK.pipeline("share-" + protocol, Map.of());
        Pipeline first = start(live, protocol, OptionalInt.empty());
        live.running();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> flow = CompletableFuture.supplyAsync(() -> flow(live, rows, enough));

        Pipeline second = start(live, protocol, OptionalInt.empty());
        await("the partitions are shared")
                .atMost(PATIENCE)
                .until(() -> StoreDump.active(second) >= 1
                        && StoreDump.active(first) >= 1
                        && StoreDump.active(first) + StoreDump.active(second) == 4);
        live.stop(first);
        await("one takes over").atMost(PATIENCE).until(() -> StoreDump.active(second) == 4);
        enough.set(true);
        int sent = flow.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        live.atRest(2L * sent, sent);

        assertThat(sent)
                .as("rows still flowed when the last partition had moved")
                .isLessThan(rows.size());
        assertThat(decided(live)).doesNotHaveDuplicates().hasSize(sent);
        VerificationReport report = live.verify();
        assertThat(report.holds()).as("recounted while it runs: %s", report).isTrue();
    }

    private static int flow(Live live, GeneratedRows rows, AtomicBoolean enough) {
        int sent = 0;
        for (; !enough.get() && sent < rows.size(); sent += CHUNK) {
            int[] chunk = IntStream.range(sent, sent + CHUNK).toArray();
            live.load(rows, chunk, Instant.now(), ROWS_PER_SECOND, false);
        }
        live.tick(Instant.now());
        return sent;
    }

    // first    start, 6,000 rows, stop            start with an empty directory, standby again ... takes over
    // second   start, standby ... takes over: reads next to nothing back, as it has all at hand ... stop
    @ParameterizedTest
    @EnumSource
    void shouldTakeOverWithoutReadingEverythingBackWhenAStandbyIsWarm(GroupProtocol protocol) {
        int size = 6_000;
        int more = 500;
        GeneratedRows rows = new GeneratedRows(size + 2 * more, 10, 12);
        Live live = STACK.pipeline("standby-" + protocol, Map.of("pairing.store", "rocksdb"));
        Pipeline first = start(live, protocol, OptionalInt.of(1));
        Pipeline second = start(live, protocol, OptionalInt.of(1));
        live.running().load(rows, IntStream.range(0, size).toArray(), Instant.now(), 1e9, false);
        bothHaveEverything(first, second);

        Pipeline left = takeOver(live, first, second, size);
        live.load(rows, IntStream.range(size, size + more).toArray(), Instant.now(), 1e9, false);
        Pipeline third = start(live, protocol, OptionalInt.of(1));
        bothHaveEverything(left, third);

        takeOver(live, left, third, size);
        live.load(rows, IntStream.range(size + more, size + 2 * more).toArray(), Instant.now(), 1e9, true);
        live.atRest(2L * rows.size(), rows.size());
        assertThat(decided(live)).doesNotHaveDuplicates().hasSize(rows.size());
    }

    private static void bothHaveEverything(Pipeline one, Pipeline other) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            assertThat(StoreDump.active(one) + StoreDump.active(other))
                    .as("partitions in work")
                    .isEqualTo(4);
            assertThat(StoreDump.caughtUp(one))
                    .as("partitions at hand: %s", StoreDump.lags(one))
                    .isEqualTo(4);
            assertThat(StoreDump.caughtUp(other))
                    .as("partitions at hand: %s", StoreDump.lags(other))
                    .isEqualTo(4);
        });
    }

    private static Pipeline takeOver(Live live, Pipeline leaves, Pipeline stays, int size) {
        long before = stays.restored().getOrDefault(Stores.ENTRIES, 0L);
        live.stop(leaves);
        await("one takes over").atMost(PATIENCE).until(() -> StoreDump.active(stays) == 4);
        await("its stores are readable")
                .atMost(PATIENCE)
                .until(() -> stays.account().isPresent());
        assertThat(stays.restored().getOrDefault(Stores.ENTRIES, 0L) - before)
                .as("entries read back for the take-over, of %d", size)
                .isLessThan(size / 10);
        return stays;
    }

    private static Pipeline start(Live live, GroupProtocol protocol, OptionalInt standbys) {
        return live.start(
                new Pipeline.Options(live.freshStateDir(), 1, false, "test", protocol, standbys, 32L << 20),
                live.registry);
    }

    private static List<String> decided(Live live) {
        List<String> decided = new ArrayList<>();
        live.read(live.spec.cleanTopic(), CleanSample.class)
                .forEach(row -> decided.add(row.getSample().getSampleId()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class)
                .forEach(row -> decided.add(row.getSample().getSampleId()));
        return decided;
    }
}
