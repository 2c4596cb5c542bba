package dev.sluice.ops;

import static dev.sluice.ops.Readings.NOW;
import static dev.sluice.ops.Readings.reading;
import static dev.sluice.stream.Books.books;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.Snapshots;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.Side;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LedgerMetricsTest {

    private static final List<String> THREE = List.of("cat", "dog", "<b>\"owl\"</b>");

    private static String scrape(Readings reading, List<String> classes, int shown) throws IOException {
        History history = new History();
        Reading now = reading.build();
        for (int i = 1; i <= 20; i++) {
            history.take(
                    Snapshots.snapshot().version("1." + i).rates(10, 100, 4, 50).build(), NOW - 30_000 + i);
        }
        MetricSnapshots all = new LedgerMetrics(() -> now, history, ClassList.of(classes), shown).collect();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, all);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Readings full() {
        return reading()
                .books(
                        0,
                        books().decided(0, Route.CLEAN, .5)
                                .decided(0, Route.CLEAN, 2)
                                .decided(1, Route.QUARANTINE, 0, Reason.POSTERIOR)
                                .decided(2, Route.CLEAN, 1, Reason.SHADOW)
                                .letters(Side.SAMPLES, LetterCause.NULL_KEY, 2)
                                .clock(NOW - 7_000)
                                .arrived(9))
                .lag(0, 3)
                .waitingSince(0, NOW - 4_000)
                .snapshot(Snapshots.snapshot()
                        .version("1.20")
                        .rates(10, 100, 4, 50)
                        .covers(0, 5)
                        .build());
    }

    @Test
    void shouldShowEveryMetricOfTheReferenceWithItsLabelsAndNoOther() throws IOException {
        String text = scrape(full(), THREE, 2);

        TreeSet<String> shown = text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown)
                .isEqualTo(Arrays.stream(Metric.values()).map(Metric::shown).collect(Collectors.toSet()));
        for (Metric metric : Metric.values()) {
            String suffix = metric.kind() == Metric.Kind.HISTOGRAM ? "_sum" : "";
            assertThat(text.lines().filter(line -> line.matches(metric.shown() + suffix + "[{ ].*")))
                    .as(metric.shown())
                    .isNotEmpty()
                    .allSatisfy(line ->
                            metric.labels().forEach(label -> assertThat(line).contains(label + "=\"")));
        }
    }

    @Test
    void shouldShowWhatTheBooksSay() throws IOException {
        assertThat(scrape(full(), THREE, 3))
                .contains(
                        "sluice_decided_total{partition=\"0\",route=\"clean\"} 3.0\n",
                        "sluice_decisions_total{class=\"cat\",partition=\"0\",route=\"clean\"} 2.0\n",
                        "sluice_decision_reasons_total{class=\"dog\",partition=\"0\",reason=\"POSTERIOR\",route=\"quarantine\"}"
                                + " 1.0\n",
                        "class=\"<b>\\\"owl\\\"</b>\"",
                        "sluice_dead_letters_total{cause=\"NULL_KEY\",partition=\"0\",side=\"samples\"} 2.0\n",
                        "sluice_out_of_balance{partition=\"0\",side=\"samples\"} 0.0\n",
                        "sluice_input_lag_records{partition=\"0\"} 3.0\n",
                        "sluice_input_lag_seconds{partition=\"0\"} 7.0\n",
                        "sluice_oldest_pending_seconds{partition=\"0\"} 4.0\n",
                        "sluice_rows_ahead_of_learning{partition=\"0\"} 4.0\n",
                        "sluice_clean_weight_bucket{partition=\"0\",le=\"0.5\"} 1\n",
                        "sluice_clean_weight_sum{partition=\"0\"} 3.5\n",
                        "sluice_snapshot_sequence 20.0\n",
                        "sluice_suspected_ratio{class=\"all\"} 0.1\n",
                        "sluice_suspected_ratio{class=\"cat\"} 0.08\n",
                        "sluice_suspected_baseline_ratio{class=\"all\"} 0.1",
                        "sluice_threshold{class=\"cat\",model=\"main\"} 0.5\n");
    }

    @Test
    void shouldSumTheClassesBeyondTheFirstAsOther() throws IOException {
        assertThat(scrape(full(), THREE, 1))
                .contains("sluice_decisions_total{class=\"other\",partition=\"0\",route=\"quarantine\"} 1.0\n")
                .contains("sluice_decisions_total{class=\"other\",partition=\"0\",route=\"clean\"} 1.0\n")
                .doesNotContain("dog", "owl");
    }

    @Test
    void shouldKeepClassesApartThatAreCalledAsOurOwnLabels() throws IOException {
        assertThat(scrape(full(), List.of("all", "other", "x"), 2))
                .contains(
                        "sluice_breaker_open{class=\"all\"}",
                        "sluice_breaker_open{class=\"all (class)\"}",
                        "sluice_decisions_total{class=\"other (class)\",partition=\"0\",route=\"quarantine\"} 1.0\n",
                        "sluice_decisions_total{class=\"other\",partition=\"0\",route=\"clean\"} 1.0\n");
    }

    @Test
    void shouldShowWhatIsCommittedOnlyAndOfThePartitionsThatAreHere() throws IOException {
        // A crash takes back what is not committed; a counter that went back would look like a burst.
        String text = scrape(
                reading()
                        .uncommitted(0, books().decided(Route.CLEAN, 99))
                        .elsewhere(7, books().decided(Route.CLEAN, 5)),
                THREE,
                3);

        assertThat(text)
                .contains("sluice_decided_total{partition=\"0\",route=\"clean\"} 0.0\n")
                .doesNotContain("partition=\"7\"");
    }

    @Test
    void shouldSayBeforeTheFirstSnapshotThatThereIsNone() throws IOException {
        assertThat(scrape(reading().snapshot(null).policy(null), THREE, 3))
                .contains("sluice_snapshot_sequence 0.0\n", "sluice_policy_version 0.0\n")
                .doesNotContain("sluice_threshold{", "sluice_suspected_ratio{");
    }
}
