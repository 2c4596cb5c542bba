package dev.sluice.ops;

import java.util.Locale;

/** The reference page of the metrics, made of {@link Metric}. */
public final class MetricsPage {

    private MetricsPage() {}

    /** The page as Markdown. */
    public static String text() {
        StringBuilder page = new StringBuilder("""
                # Metrics

                Made of the code (`ops.Metric`); a test holds it so. `sluice run` shows them at `/metrics`.

                What has the label `partition` is read from the ledger in Kafka, as of the last commit: it goes on after a restart
                or a crash where it stood, and moves with the partition to another instance. Sum it over instances with
                `sum by (...) (max by (partition, ...) (rate(METRIC[5m])))`. What has no such label is of the whole pipeline
                where its name speaks of snapshot, policy, model, threshold, suspects or breakers, and every instance shows
                the same; take `max`. The rest is of one instance. A class that is called `all` or `other` is shown as
                `all (class)` or `other (class)`. Beside these there are Kafka Streams' own, as `kafka_*` with the label `app` (filter or learner).

                | metric | type | labels | meaning |
                |---|---|---|---|
                """);
        for (Metric metric : Metric.values()) {
            page.append("| `")
                    .append(metric.shown())
                    .append("` | ")
                    .append(metric.kind().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(String.join(", ", metric.labels()))
                    .append(" | ")
                    .append(metric.meaning())
                    .append(" |\n");
        }
        return page.toString();
    }
}
