package dev.sluice.ops;

/** The reference page of the metrics, made of {@link Metric}. */
public final class MetricsPage {

    private MetricsPage() {}

    /** The page as Markdown. */
    public static String text() {
        StringBuilder page = new StringBuilder("""
                # Metrics

                Made of the code (`ops.Metric`); a test holds it so. `sluice run` shows them at `/metrics`.

                What has the label `partition` is read from the ledger in Kafka: it goes on after a restart where it stood,
                and moves with the partition to another instance. Sum it over instances with
                `sum by (...) (max by (partition, ...) (METRIC))`. A partition that is being restored is absent, not 0.
                Beside these there are Kafka Streams' own, as `kafka_*` with the label `app` (filter or learner).

                | metric | type | labels | meaning |
                |---|---|---|---|
                """);
        for (Metric metric : Metric.values()) {
            page.append("| `")
                    .append(metric.shown())
                    .append("` | ")
                    .append(metric.kind().name().toLowerCase(java.util.Locale.ROOT))
                    .append(" | ")
                    .append(String.join(", ", metric.labels()))
                    .append(" | ")
                    .append(metric.meaning())
                    .append(" |\n");
        }
        return page.toString();
    }
}
