package dev.sluice.load;

import dev.sluice.avro.Logits;
import dev.sluice.avro.Sample;
import dev.sluice.files.InputFileException;
import dev.sluice.files.JsonLine;
import dev.sluice.files.JsonlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A file of samples and logits as JSON lines. It is read twice: once to check it whole, once to hand it on. */
public final class JsonRows {

    private final Path file;
    private final Set<String> models;
    private final JsonRecords<Sample> samples = new JsonRecords<>(Sample.class);
    private final JsonRecords<Logits> logits = new JsonRecords<>(Logits.class);
    private OptionalInt classes;
    private String classesFrom = "the pipeline has";
    private long size;

    private JsonRows(Path file, OptionalInt classes, Set<String> models) {
        this.file = file;
        this.classes = classes;
        this.models = new TreeSet<>(models);
    }

    /**
     * Checks every line.
     *
     * @param classes K where the pipeline names it; without it K comes from the first line of logits
     * @param models ids of the models that the pipeline awaits
     * @throws InputFileException at the first bad line: a label out of range, logits of another length, of an unknown
     *     model or not finite, an unknown or missing field
     */
    public static JsonRows open(Path file, OptionalInt classes, Set<String> models) throws IOException {
        JsonRows rows = new JsonRows(file, classes, models);
        if (classes.isEmpty()) {
            rows.findClasses();
        }
        try (JsonlReader reader = new JsonlReader(file)) {
            for (JsonLine line = reader.next(); line != null; line = reader.next()) {
                rows.check(line);
                rows.size++;
            }
        }
        if (rows.size == 0) {
            throw InputFileException.in(file, "has no lines");
        }
        return rows;
    }

    // Before the lines are checked, as samples may stand before the first logits.
    private void findClasses() throws IOException {
        try (JsonlReader reader = new JsonlReader(file)) {
            for (JsonLine line = reader.next(); line != null; line = reader.next()) {
                if (line.kind() == JsonLine.Kind.LOGITS) {
                    int length = logits.read(line).getLogits().size();
                    if (length == 0) {
                        throw line.fault("logits is empty: one score for each class is expected");
                    }
                    classes = OptionalInt.of(length);
                    classesFrom = "the first logits, on line " + line.number() + ", give";
                    return;
                }
            }
        }
    }

    private void check(JsonLine line) {
        if (line.kind() == JsonLine.Kind.SAMPLE) {
            int label = samples.read(line).getLabel();
            if (label < 0 || label >= classes.orElse(Integer.MAX_VALUE)) {
                throw line.fault(
                        classes.isEmpty()
                                ? "label " + label + " is below 0"
                                : "label " + label + " is outside 0.." + (classes.getAsInt() - 1) + " (classes: "
                                        + classes.getAsInt() + ")");
            }
            return;
        }
        Logits row = logits.read(line);
        if (row.getLogits().size() != classes.getAsInt()) {
            throw line.fault("logits has " + row.getLogits().size() + " values, " + classesFrom + " classes: "
                    + classes.getAsInt());
        }
        if (!models.contains(row.getModelId())) {
            throw line.fault(
                    "model_id is '" + row.getModelId() + "', the pipeline awaits " + String.join(", ", models));
        }
    }

    /** How many lines with a record. */
    public long size() {
        return size;
    }

    /** K; empty when the pipeline does not name it and there are no logits. */
    public OptionalInt classes() {
        return classes;
    }

    /** Hands every record on, in the order of the lines. */
    public void forEach(Consumer<Sample> onSample, Consumer<Logits> onLogits) throws IOException {
        try (JsonlReader reader = new JsonlReader(file)) {
            for (JsonLine line = reader.next(); line != null; line = reader.next()) {
                if (line.kind() == JsonLine.Kind.SAMPLE) {
                    onSample.accept(samples.read(line));
                } else {
                    onLogits.accept(logits.read(line));
                }
            }
        }
    }
}
