package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.replay.DecisionDigest;
import dev.sluice.stream.SnapshotShelf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a pipeline learnt and decided, looked at afterwards: snapshots list, show, diff, as-of, and digest. */
class HistoryLiveIT {

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    // One pipeline for all three: starting it takes longer than looking at it.
    @Test
    void shouldTellOfTheLearntStateAndOfTheDecisions() throws Exception {
        Live live = Asked.decided(STACK, "history");
        showsEveryVersionOfWhatWasLearnt(live);
        fetchesAnyVersionFromMemoryOrFromTheTopic(live);
        digestsWhatWasDecidedInWholeAndInParts(live);
        refusesARangeThatCannotBeRead(live);
    }

    private static void showsEveryVersionOfWhatWasLearnt(Live live) throws Exception {
        JsonNode list = Asked.json(live, "snapshots", "list", "--limit", "1000", "--json");
        int count = list.get("count").asInt();
        assertThat(count).isGreaterThan(1).isEqualTo(list.get("snapshots").size());
        JsonNode first = list.get("snapshots").get(0);
        JsonNode last = list.get("snapshots").get(count - 1);
        assertThat(first.get("version").asText()).isEqualTo("1.1");
        assertThat(last.get("version").asText())
                .isEqualTo(live.newestSnapshot().version().toString());
        assertThat(last.get("judged").asLong()).isEqualTo(Asked.ROWS);

        JsonNode shown = Asked.json(live, "snapshots", "show", "latest", "--json");
        assertThat(shown.get("hash").asText()).isEqualTo(live.newestSnapshot().hash());
        JsonNode model = shown.get("models").get(0);
        assertThat(model.get("classes").get(1).get("class").asText()).isEqualTo("dog");
        assertThat(model.get("classes").get(1).get("threshold").asDouble())
                .isEqualTo(live.newestSnapshot().models().get(0).thresholds()[1]);
        assertThat(model.get("largestCells").get(0).get("samples").asLong())
                .isGreaterThanOrEqualTo(
                        model.get("largestCells").get(1).get("samples").asLong());

        Instant before = Instant.parse(last.get("time").asText()).minusMillis(1);
        assertThat(Asked.json(live, "snapshots", "as-of", before.toString(), "--json")
                        .get("version")
                        .asText())
                .isEqualTo("1." + (count - 1));
        assertThat(Asked.json(live, "snapshots", "as-of", last.get("time").asText(), "--json")
                        .get("version")
                        .asText())
                .isEqualTo("1." + count);

        JsonNode diff = Asked.json(live, "snapshots", "diff", "1.1", "latest", "--json");
        List<Double> changes = new ArrayList<>();
        diff.get("models")
                .get(0)
                .get("classes")
                .forEach(row -> changes.add(
                        // The first snapshot may know no sample of a class yet.
                        row.get("thresholdBefore").isNull()
                                ? Double.POSITIVE_INFINITY
                                : Math.abs(row.get("thresholdAfter").asDouble()
                                        - row.get("thresholdBefore").asDouble())));
        assertThat(changes).hasSize(Asked.CLASSES).isSortedAccordingTo((a, b) -> Double.compare(b, a));

        assertThat(Asked.run(live, "snapshots", "list", "--limit", "2").out()).contains("the newest 2 of " + count);
        assertThat(Asked.run(live, "snapshots", "show", "1.1").out()).contains("threshold", "newt", "confidently");
        assertThat(Asked.run(live, "snapshots", "diff", "1.1", "latest").out()).contains("1.1 -> 1." + count, "owl");
        assertThat(Asked.run(live, "snapshots", "show", "7.1")).satisfies(missing -> {
            assertThat(missing.code()).isEqualTo(1);
            assertThat(missing.err()).contains("snapshot 7.1 is not in history.snapshots: `sluice snapshots list`");
        });
        assertThat(Asked.run(live, "snapshots", "as-of", "2001-01-01").err())
                .contains("at 2001-01-01 nothing was learnt yet: the first snapshot is of 20");
        assertThat(Asked.run(live, "snapshots", "show", "newest").code()).isEqualTo(2);
    }

    // all rows | from the middle on | up to the middle: the parts make the whole
    // Newest first, so that each fetch goes back in the topic.
    private static void fetchesAnyVersionFromMemoryOrFromTheTopic(Live live) {
        long newest = live.newestSnapshot().version().sequence();
        try (SnapshotShelf memory = new SnapshotShelf(live.connection, live.spec);
                SnapshotShelf topic = new SnapshotShelf(live.connection, live.spec, 0)) {
            assertThat(topic.fetch(live.newestSnapshot().version())
                            .orElseThrow()
                            .snapshot())
                    .contains(live.newestSnapshot());
            for (long sequence = newest; sequence >= 1; sequence--) {
                SnapshotVersion version = new SnapshotVersion(1, sequence);
                assertThat(topic.fetch(version).orElseThrow().snapshot())
                        .isEqualTo(memory.fetch(version).orElseThrow().snapshot())
                        .hasValueSatisfying(one -> assertThat(one.version()).isEqualTo(version));
            }
            assertThat(topic.fetch(new SnapshotVersion(2, 1))).isEmpty();
        }
    }

    private static void digestsWhatWasDecidedInWholeAndInParts(Live live) throws Exception {
        DecisionDigest expected = new DecisionDigest();
        List<Instant> times = new ArrayList<>();
        live.read(live.spec.cleanTopic(), CleanSample.class).forEach(row -> expected.add(row.getDecision()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class).forEach(row -> expected.add(row.getDecision()));
        live.raw(live.spec.cleanTopic()).forEach(row -> times.add(Instant.ofEpochMilli(row.timestamp())));
        times.sort(null);

        JsonNode whole = Asked.json(live, "digest", "--from", "earliest", "--json");
        assertThat(whole.get("rows").asLong()).isEqualTo(Asked.ROWS);
        assertThat(whole.get("digest").asText()).isEqualTo(expected.total().hex());
        assertThat(whole.get("partitions").get("2").get("digest").asText())
                .isEqualTo(expected.byPartition().get(2).hex());

        String middle = times.get(times.size() / 2).toString();
        long early = Asked.json(live, "digest", "--from", "earliest", "--to", middle, "--json")
                .get("rows")
                .asLong();
        long late = Asked.json(live, "digest", "--from", middle, "--json")
                .get("rows")
                .asLong();
        assertThat(early).isBetween(1L, Asked.ROWS - 1L);
        assertThat(early + late).isEqualTo(Asked.ROWS);

        long some = Asked.json(live, "digest", "--from", "0:10,2:0", "--to", "0:30,2:5", "--json")
                .get("rows")
                .asLong();
        assertThat(some).isEqualTo(25);

        long clean = Asked.json(live, "digest", "--from", "earliest", "--topic", live.spec.cleanTopic(), "--json")
                .get("rows")
                .asLong();
        assertThat(clean).isEqualTo(times.size());

        assertThat(Asked.run(live, "digest", "--from", "earliest").out())
                .contains("total      3,000", "of history.clean and history.quarantine", "weight (raw bits)");
    }

    private static void refusesARangeThatCannotBeRead(Live live) throws Exception {
        assertThat(Asked.run(live, "digest")).satisfies(none -> {
            assertThat(none.code()).isEqualTo(2);
            assertThat(none.err()).contains("a range is missing");
        });
        assertThat(Asked.run(live, "digest", "--from", "2100-01-01").err())
                .contains("no row is of 2100-01-01T00:00:00Z or later: choose an earlier --from");
        assertThat(Asked.run(live, "digest", "--from", "0:100000000").err())
                .containsPattern("--from 0:100000000: partition 0 of history.samples ends at offset [0-9]+");
        assertThat(Asked.run(live, "digest", "--from", "9:0").err())
                .contains("--from 9:0: history.samples has partitions 0..3");
        assertThat(Asked.run(live, "digest", "--from", "earliest", "--topic", "nowhere")
                        .err())
                .contains("topic nowhere does not exist");
        assertThat(Asked.run(
                                live,
                                "digest",
                                "--from",
                                "earliest",
                                "--topic",
                                live.spec.topics().samples())
                        .err())
                .contains("history.samples partition ", "is no row with a decision");
    }
}
