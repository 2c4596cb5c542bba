package dev.sluice.ops;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumMap;
import java.util.Map;

/** Samples of one scrape, gathered by metric. */
final class Families {

    private final Map<Metric, CounterSnapshot.Builder> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, GaugeSnapshot.Builder> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, HistogramSnapshot.Builder> histograms = new EnumMap<>(Metric.class);

    /** @param labels values, in the order of the metric's labels */
    void add(Metric metric, double value, String... labels) {
        Labels named = labels(metric, labels);
        if (metric.kind() == Metric.Kind.COUNTER) {
            counters.computeIfAbsent(
                            metric,
                            first -> CounterSnapshot.builder()
                                    .name(metric.family())
                                    .help(metric.meaning()))
                    .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(named)
                            .value(value)
                            .build());
        } else {
            gauges.computeIfAbsent(
                            metric,
                            first -> GaugeSnapshot.builder()
                                    .name(metric.family())
                                    .help(metric.meaning()))
                    .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(named)
                            .value(value)
                            .build());
        }
    }

    /**
     * @param bounds upper bounds
     * @param counts one more than bounds, not cumulative
     */
    void histogram(Metric metric, double[] bounds, long[] counts, double sum, String... labels) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.length; i++) {
            buckets.bucket(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY, counts[i]);
        }
        histograms
                .computeIfAbsent(
                        metric,
                        first -> HistogramSnapshot.builder()
                                .name(metric.family())
                                .help(metric.meaning()))
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .labels(labels(metric, labels))
                        .classicHistogramBuckets(buckets.build())
                        .sum(sum)
                        .build());
    }

    private static Labels labels(Metric metric, String... values) {
        return Labels.of(metric.labels().toArray(String[]::new), values);
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.values().forEach(one -> all.metricSnapshot(one.build()));
        gauges.values().forEach(one -> all.metricSnapshot(one.build()));
        histograms.values().forEach(one -> all.metricSnapshot(one.build()));
        return all.build();
    }
}
