package dev.sluice.noise;

import dev.sluice.storm.Look;
import dev.sluice.storm.StormRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows that every model's learning sample has kept, with what all of them say: what the rescaler learns from.
 *
 * <p>Samples keep the smallest ranks of each stratum, and a row's rank is that of its id, the same for every model. So a row is
 * in all of them exactly when its rank is below the lowest of its limits, and stands for as many rows as in the sample where it
 * stands for most.
 */
final class JoinedRows {

    private final List<LearningSample> samples = new ArrayList<>();
    private final List<PosteriorModel> models = new ArrayList<>();
    private final double[] shares;
    private final int classes;

    /** @param posteriors of the models in force; each has a sample */
    JoinedRows(Map<ModelKey, PosteriorModel> posteriors, Map<ModelKey, LearningSample> all) {
        posteriors.forEach((model, posterior) -> {
            samples.add(all.get(model));
            models.add(posterior);
        });
        shares = Shares.of(
                models.stream().mapToDouble(PosteriorModel::information).toArray());
        classes = samples.get(0).classes();
    }

    /** The rows, by rank. */
    List<StormRow> rows() {
        Map<String, List<SampleRow>> byId = new TreeMap<>();
        Map<String, Double> stands = new TreeMap<>();
        for (LearningSample sample : samples) {
            for (SampleRow row : sample.rows()) {
                byId.computeIfAbsent(row.id(), none -> new ArrayList<>()).add(row);
                stands.merge(row.id(), sample.weight(row), Math::max);
            }
        }
        List<StormRow> joined = new ArrayList<>();
        byId.values().stream()
                .filter(this::complete)
                .sorted((a, b) -> SampleRow.BY_ID.compare(a.get(0), b.get(0)))
                .forEach(rows -> joined.add(row(rows, stands.get(rows.get(0).id()))));
        return joined;
    }

    // A sample that came twice under two labels is in two strata, and says nothing that could be joined.
    private boolean complete(List<SampleRow> rows) {
        return rows.size() == samples.size()
                && rows.stream().allMatch(row -> row.given() == rows.get(0).given());
    }

    private StormRow row(List<SampleRow> rows, double stands) {
        int given = rows.get(0).given();
        double[] loss = new double[rows.size()];
        double[] top = new double[loss.length];
        double logOdds = 0;
        int agreeing = 0;
        float[] embedding = new float[classes <= Candidates.LIMIT ? classes : 0];
        for (int m = 0; m < loss.length; m++) {
            SampleRow row = rows.get(m);
            double most = Double.NEGATIVE_INFINITY;
            double mean = 0;
            for (float logit : row.logits()) {
                most = Math.max(most, logit);
                mean += logit / row.logits().length;
            }
            double sum = (classes - row.logits().length) * FixedExp.of(row.rest() - most);
            for (int c = 0; c < row.logits().length; c++) {
                double raised = FixedExp.of(row.logits()[c] - most);
                sum += raised;
                loss[m] = row.classes()[c] == given ? raised : loss[m];
                if (embedding.length > 0) {
                    embedding[c] += (float) ((row.logits()[c] - mean) / rows.size());
                }
            }
            loss[m] = Look.loss(loss[m] / sum);
            top[m] = 1 / sum;
            agreeing += row.agrees() ? 1 : 0;
            logOdds += Shares.weighed(shares[m], models.get(m).logOdds(row.spread(classes), given));
        }
        float pWrong = (float) PosteriorModel.probability(logOdds);
        return new StormRow(given, stands, pWrong, Look.of(loss, top, agreeing), embedding);
    }
}
