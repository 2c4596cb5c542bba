package dev.sluice.storm;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The rows laid out for learning, drawn from as the stream would be: a row as often as the rows that it stands for. */
final class Reservoir {

    final int size;
    /** (size, 19). */
    final double[] features;

    final int[] given;
    final double[] losses;
    final double[] stands;
    /** Size rows of K numbers of mean square 1; null where there are none. */
    final double[][] embeddings;
    /** What embeddings were divided by. */
    final double unit;

    private final double[] upTo;

    Reservoir(List<StormRow> rows, Features scales, Groups groups) {
        size = rows.size();
        features = new double[size * Features.COUNT];
        given = new int[size];
        losses = new double[size];
        stands = new double[size];
        upTo = new double[size];
        boolean embedded = rows.stream().allMatch(row -> row.embedding().length > 1);
        embeddings = embedded ? new double[size][] : null;
        double all = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            StormRow row = rows.get(i);
            System.arraycopy(
                    scales.of(row.given(), row.look(), groups), 0, features, i * Features.COUNT, Features.COUNT);
            given[i] = row.given();
            losses[i] = row.look().lossMean();
            stands[i] = row.stands();
            all += row.stands();
            upTo[i] = all;
            if (embedded) {
                embeddings[i] = new double[row.embedding().length];
                for (int k = 0; k < embeddings[i].length; k++) {
                    embeddings[i][k] = row.embedding()[k];
                    squares += row.stands() * embeddings[i][k] * embeddings[i][k] / embeddings[i].length;
                }
            }
        }
        unit = squares > 0 && squares < Double.POSITIVE_INFINITY ? Math.sqrt(squares / all) : 1;
        for (int i = 0; embedded && i < size; i++) {
            for (int k = 0; k < embeddings[i].length; k++) {
                embeddings[i][k] /= unit;
            }
        }
    }

    /** Draws with replacement. */
    Batch draw(int n, SplittableRandom random) {
        double[] some = new double[n * Features.COUNT];
        int[] labels = new int[n];
        double[] loss = new double[n];
        double[][] embedded = embeddings == null ? null : new double[n][];
        for (int b = 0; b < n; b++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[size - 1]);
            int i = Math.min(size - 1, found < 0 ? -found - 1 : found);
            System.arraycopy(features, i * Features.COUNT, some, b * Features.COUNT, Features.COUNT);
            labels[b] = given[i];
            loss[b] = losses[i];
            if (embedded != null) {
                embedded[b] = embeddings[i];
            }
        }
        return new Batch(some, labels, loss, embedded);
    }
}
