package dev.sluice.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.TuningData;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.NpyFile;
import dev.sluice.files.NpyRows;
import dev.sluice.files.ScoreKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One pairing of labels, a model's probabilities and the truth in the tuning data.
 *
 * @param folder of the data
 * @param labels file of given labels; the truth itself for a stream without errors
 * @param model which model's probabilities
 * @param classes K
 */
record TuningSet(String folder, String labels, String model, int classes) {

    private static final String MNIST = "mnist_test";

    /** Every set with errors but mnist_test. */
    static List<TuningSet> noisy() {
        List<TuningSet> sets = new ArrayList<>();
        for (String model : List.of("resnet18", "efficientnet_b1")) {
            sets.add(new TuningSet("cifar10s", "labels", model, 10));
            sets.add(new TuningSet("cifar10s", "labels_human_aggre", model, 10));
            for (int answer = 1; answer <= 3; answer++) {
                sets.add(new TuningSet("cifar10s", "labels_human_random" + answer, model, 10));
            }
        }
        sets.add(new TuningSet("cifar10_weak", "labels", "resnet50", 10));
        sets.add(new TuningSet("cifar100n_workers_a", "labels", "simulated", 20));
        return sets;
    }

    /** The published labels of MNIST's test set, 15 of 10,000 wrong. */
    static TuningSet rareErrors() {
        return new TuningSet(MNIST, "labels", "published", 10);
    }

    /** The same predictions under the true labels: nothing is wrong. */
    static List<TuningSet> faultless() {
        return List.of(
                new TuningSet("cifar10s", "true", "resnet18", 10),
                new TuningSet("cifar10s", "true", "efficientnet_b1", 10),
                new TuningSet("cifar10_weak", "true", "resnet50", 10),
                new TuningSet("cifar100n_workers_a", "true", "simulated", 20));
    }

    /** Labels and probabilities. */
    LabelledRows rows() {
        try {
            return NpyRows.open(
                    TuningData.file(folder, labels + ".npy"),
                    probabilities(),
                    ScoreKind.PROBABILITIES,
                    Optional.empty(),
                    OptionalInt.of(classes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path probabilities() {
        return TuningData.file(folder, "probs_" + model + ".npy");
    }

    Path labelFile() {
        return TuningData.file(folder, labels + ".npy");
    }

    /** Which rows are wrong. */
    boolean[] wrong() {
        try {
            if (folder.equals(MNIST)) {
                return flagged(TuningData.file(folder, "error.npy"));
            }
            LabelledRows rows = rows();
            NpyFile truth = NpyFile.open(TuningData.file(folder, "true.npy"));
            boolean[] wrong = new boolean[rows.size()];
            for (int row = 0; row < wrong.length; row++) {
                wrong[row] = rows.label(row) != truth.integer(row, 0);
            }
            return wrong;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows that hold a 1 in a file of signed bytes, which users' files never are. */
    private static boolean[] flagged(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int start = 10 + bytes.getShort(8);
        boolean[] flagged = new boolean[bytes.capacity() - start];
        for (int row = 0; row < flagged.length; row++) {
            flagged[row] = bytes.get(start + row) == 1;
        }
        return flagged;
    }

    private JsonNode reference() {
        try {
            String name = folder + "__" + labels + "__" + model + ".json";
            return new ObjectMapper()
                    .readTree(TuningData.file("reference", name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode measured(JsonNode of) {
        JsonNode eval = of.get("eval");
        return eval.has("true") ? eval.get("true") : eval.get("mturk_rest_clean");
    }

    /** The reference's average precision of a score. */
    double averagePrecision(String score) {
        return measured(reference().get("scores").get(score)).get("ap").asDouble();
    }

    /** The reference's best score. */
    double bestAveragePrecision() {
        double best = 0;
        for (JsonNode score : reference().get("scores")) {
            best = Math.max(best, measured(score).get("ap").asDouble());
        }
        return best;
    }

    /** The reference's F1 of a filter. */
    double f1(String filter) {
        return measured(reference().get("filters").get(filter)).get("f1").asDouble();
    }

    /** The reference's best filter, chosen with the truth known. */
    double bestF1() {
        double best = 0;
        for (JsonNode filter : reference().get("filters")) {
            best = Math.max(best, measured(filter).get("f1").asDouble());
        }
        return best;
    }

    @Override
    public String toString() {
        return folder + " " + labels + " " + model;
    }
}
