package dev.sluice.cli;

import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.ModelScores;
import dev.sluice.files.NpyProbabilities;
import dev.sluice.files.NpyRows;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.files.ScoreKind;
import dev.sluice.load.JsonRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** A data set in files, the same for every command that takes one. Use as a mixin. */
final class RowInputOptions {

    @Option(
            names = "--labels",
            order = 3,
            paramLabel = "L.npy",
            description = "Given labels: int32 or int64, shape (n).")
    private Path labels;

    @Option(
            names = "--logits",
            order = 4,
            paramLabel = "[MODEL=]Z.npy",
            description = "The model's raw scores: float32 or float64, shape (n, K). Once for each model, by name.")
    private List<String> logits = List.of();

    @Option(
            names = "--pred-probs",
            order = 5,
            paramLabel = "[MODEL=]P.npy",
            description = "Its probabilities instead of scores, same shape.")
    private List<String> probabilities = List.of();

    @Option(
            names = "--ids",
            order = 6,
            paramLabel = "IDS",
            description = "Sample ids, one a line; without it an id is the row's number.")
    private Path ids;

    @Option(
            names = "--shuffle",
            order = 7,
            paramLabel = "SEED",
            description = "Take the rows in a random order, the same for the same seed; otherwise in file order.")
    private Long shuffle;

    @Option(
            names = "--model",
            order = 8,
            paramLabel = "ID",
            description = "Whose scores these are; by default the only model that the pipeline awaits.")
    private String model;

    @Option(
            names = "--in-sample",
            order = 9,
            description = "The model was trained on these very labels: nothing is learnt from its scores.")
    private boolean inSample;

    @Option(
            names = "--jsonl",
            order = 13,
            paramLabel = "FILE",
            description = {
                "Instead of arrays: one Sample (with `label`) or Logits (with `logits`) object a line, in the order of"
                        + " arrival. Model, version and whether logits are out of sample (by default they are not) stand"
                        + " in each line. A label is an index or, as a text, the name of a class; `event_time` may give the"
                        + " record's time."
            })
    private Path jsonl;

    @Option(
            names = "--model-version",
            order = 14,
            paramLabel = "V",
            description = "Version of the model's parameters. Default: 1")
    private String modelVersion;

    /** Whether the data set is a file of JSON lines; then no option about arrays may stand beside it. */
    boolean asLines() {
        if (jsonl == null) {
            return false;
        }
        if (labels != null || !logits.isEmpty() || !probabilities.isEmpty() || ids != null) {
            throw new Misuse("--jsonl and arrays exclude each other: take one after the other");
        }
        if (shuffle != null) {
            throw new Misuse(
                    "--jsonl and --shuffle exclude each other: the order of the lines is the order of arrival");
        }
        if (model != null || modelVersion != null || inSample) {
            String option = model != null ? "--model" : modelVersion != null ? "--model-version" : "--in-sample";
            String field = model != null ? "model_id" : modelVersion != null ? "model_version" : "out_of_sample";
            throw new Misuse("--jsonl and " + option + " exclude each other: each line of logits has its " + field);
        }
        return true;
    }

    /** The file of JSON lines. */
    Path linesFile() {
        return jsonl;
    }

    /** Opens and checks the file of JSON lines. */
    JsonRows openLines(PipelineSpec pipeline) throws IOException {
        Set<String> models =
                pipeline.models().stream().map(ModelSpec::id).collect(Collectors.toCollection(TreeSet::new));
        Optional<ClassList> classes = pipeline.knowsClasses() ? Optional.of(pipeline.classes()) : Optional.empty();
        return JsonRows.open(jsonl, classes, models);
    }

    private static OptionalInt classes(PipelineSpec pipeline) {
        return pipeline.knowsClasses() ? OptionalInt.of(pipeline.classes().size()) : OptionalInt.empty();
    }

    /** Opens and checks the arrays: the same rows, scored by one model after the other, in the pipeline's order. */
    List<ModelScores> open(PipelineSpec pipeline) throws IOException {
        if (labels == null) {
            throw new Misuse("--labels L.npy is missing: name the file of given labels");
        }
        if (logits.isEmpty() && probabilities.isEmpty()) {
            throw new Misuse("--logits Z.npy or --pred-probs P.npy is missing: name the model's scores");
        }
        if (!logits.isEmpty() && !probabilities.isEmpty()) {
            throw new Misuse("--logits and --pred-probs exclude each other: name one");
        }
        ScoreKind kind = probabilities.isEmpty() ? ScoreKind.LOGITS : ScoreKind.PROBABILITIES;
        Map<String, Path> files = probabilities.isEmpty()
                ? ScoreFiles.byModel(logits, "--logits", model, pipeline)
                : ScoreFiles.byModel(probabilities, "--pred-probs", model, pipeline);
        List<ModelScores> scores = new ArrayList<>();
        OptionalInt classes = classes(pipeline);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            LabelledRows rows = NpyRows.open(labels, file.getValue(), kind, Optional.ofNullable(ids), classes);
            classes = OptionalInt.of(rows.classes());
            ModelKey key = new ModelKey(file.getKey(), modelVersion == null ? "1" : modelVersion);
            scores.add(new ModelScores(rows, key, !inSample));
        }
        return scores;
    }

    /**
     * The arrays without reading them, for a command that takes one model.
     *
     * @param pipeline whose model it must be, null for any
     */
    MappedInput openMapped(PipelineSpec pipeline) throws IOException {
        if (labels == null) {
            throw new Misuse("--labels L.npy is missing: name the file of given labels");
        }
        List<String> given = logits.isEmpty() ? probabilities : logits;
        String option = logits.isEmpty() ? "--pred-probs" : "--logits";
        if (given.isEmpty()) {
            throw new Misuse("--logits Z.npy or --pred-probs P.npy is missing: name the model's scores");
        }
        if (!logits.isEmpty() && !probabilities.isEmpty()) {
            throw new Misuse("--logits and --pred-probs exclude each other: name one");
        }
        if (given.size() > 1) {
            throw new Misuse(option + ": " + given.size() + " files, but one model is taken at a time: name one");
        }
        String id = model == null ? "main" : model;
        Path file = Path.of(given.get(0));
        if (pipeline != null) {
            Map.Entry<String, Path> only = ScoreFiles.byModel(given, option, model, pipeline)
                    .entrySet()
                    .iterator()
                    .next();
            id = only.getKey();
            file = only.getValue();
        }
        ProbabilityRows rows = NpyProbabilities.open(
                labels,
                file,
                logits.isEmpty() ? ScoreKind.PROBABILITIES : ScoreKind.LOGITS,
                Optional.ofNullable(ids),
                pipeline == null ? OptionalInt.empty() : classes(pipeline));
        return new MappedInput(rows, new ModelKey(id, modelVersion == null ? "1" : modelVersion), ids != null);
    }

    /**
     * One model's scores.
     *
     * @param rows labels and probabilities
     * @param model whose
     * @param named whether the rows have ids of their own
     */
    record MappedInput(ProbabilityRows rows, ModelKey model, boolean named) {}

    /** Whether the scores are said to be of a model that was trained on these labels. */
    boolean inSample() {
        return inSample;
    }

    /** Whether another order than the file's was asked for. */
    boolean shuffled() {
        return shuffle != null;
    }

    /** In which order that many rows are taken. */
    int[] order(int rows) {
        return shuffle == null ? ArrivalOrder.ofFile(rows) : ArrivalOrder.shuffled(rows, shuffle);
    }
}
