package dev.sluice.load;

import dev.sluice.avro.Logits;
import dev.sluice.avro.RecordBody;
import dev.sluice.avro.Sample;
import dev.sluice.files.InputFileException;
import dev.sluice.files.JsonLine;
import dev.sluice.files.JsonlReader;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.InputRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A file of samples and logits as JSON lines. It is read twice: once to check it whole, once to hand it on. */
public final class JsonRows {

    private final Path file;
    private final Set<String> models;
    private final JsonRecords<Sample> samples = new JsonRecords<>(Sample.class);
    private final JsonRecords<Logits> logits = new JsonRecords<>(Logits.class);
    private final RecordBody<Sample> bodies = new RecordBody<>(Sample.class);
    private final LabelNames labels;
    private OptionalInt classes;
    private String classesFrom = "the pipeline has";
    private long size;
    private JsonLine newest;

    private JsonRows(Path file, Optional<ClassList> classes, Set<String> models) {
        this.file = file;
        this.labels = new LabelNames(classes);
        this.classes = classes.map(known -> OptionalInt.of(known.size())).orElse(OptionalInt.empty());
        this.models = new TreeSet<>(models);
    }

    /**
     * Checks every line.
     *
     * @param classes the pipeline's where it names them; without them K comes from the first line of logits, and labels
     *     are indices
     * @param models ids of the models that the pipeline awaits
     * @throws InputFileException at the first bad line: a label out of range or that no class is called, logits of another
     *     length, of an unknown model or not finite, an unknown or missing field, what the pipeline takes for too large
     */
    public static JsonRows open(Path file, Optional<ClassList> classes, Set<String> models) throws IOException {
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
        checkTime(line);
        if (line.kind() == JsonLine.Kind.SAMPLE) {
            check(line, sample(line));
        } else {
            check(line, logits.read(line));
        }
    }

    // Times that were given and times of the load itself, side by side, would make one half late.
    private void checkTime(JsonLine line) {
        if (size > 0 && (newest == null) == line.eventTime().isPresent()) {
            throw line.fault(
                    newest == null
                            ? "has an event_time, the lines before it have none: give all of them one, or none"
                            : "has no event_time, the lines before it have one: give all of them one, or none");
        }
        if (line.eventTime().isPresent()
                && (newest == null
                        || line.eventTime().getAsLong() > newest.eventTime().getAsLong())) {
            newest = line;
        }
    }

    private void check(JsonLine line, Sample row) {
        checkId(line, row.getSampleId());
        int label = row.getLabel();
        if (label < 0 || label >= classes.orElse(Integer.MAX_VALUE)) {
            throw line.fault(
                    classes.isEmpty()
                            ? "label " + label + " is below 0"
                            : "label " + label + " is outside 0.." + (classes.getAsInt() - 1) + " (classes: "
                                    + classes.getAsInt() + ")" + labels.hint(label));
        }
        int bytes = bodies.encode(row).length;
        if (bytes > InputRules.MAX_SAMPLE_BYTES) {
            throw line.fault("the sample has " + bytes + " bytes, at most " + InputRules.MAX_SAMPLE_BYTES
                    + " pass: keep the payload elsewhere and give payload_ref");
        }
    }

    private void check(JsonLine line, Logits row) {
        checkId(line, row.getSampleId());
        if (row.getLogits().size() != classes.getAsInt()) {
            throw line.fault("logits has " + row.getLogits().size() + " values, " + classesFrom + " classes: "
                    + classes.getAsInt());
        }
        if (!models.contains(row.getModelId())) {
            throw line.fault(
                    "model_id is '" + row.getModelId() + "', the pipeline awaits " + String.join(", ", models));
        }
        if (row.getModelVersion().length() > InputRules.MAX_NAME) {
            throw line.fault("model_version has " + row.getModelVersion().length() + " characters, at most "
                    + InputRules.MAX_NAME + " pass");
        }
        if (row.getPresentation() < 0) {
            throw line.fault("presentation is " + row.getPresentation() + ", it counts from 0");
        }
    }

    private static void checkId(JsonLine line, String id) {
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (id.isBlank()) {
            throw line.fault("sample_id is empty: give each sample an id of its own");
        }
        if (bytes > InputRules.MAX_NAME) {
            throw line.fault("sample_id has " + bytes + " bytes, at most " + InputRules.MAX_NAME + " pass");
        }
    }

    /**
     * Checks that no line is stamped later than a moment.
     *
     * @throws InputFileException naming the line with the newest {@code event_time}
     */
    public void requireUpTo(Instant latest) {
        if (newest != null && newest.eventTime().getAsLong() > latest.toEpochMilli()) {
            throw newest.fault(
                    "event_time is " + Instant.ofEpochMilli(newest.eventTime().getAsLong())
                            + ", further ahead of the clock than pairing.futureTolerance: the record would be a dead letter");
        }
    }

    /** Whether the lines say their event times; either all do or none. */
    public boolean timed() {
        return newest != null;
    }

    /** The newest event time of all lines, empty when they give none. */
    public OptionalLong newest() {
        return newest == null ? OptionalLong.empty() : newest.eventTime();
    }

    private Sample sample(JsonLine line) {
        return samples.read(labels.indexed(line));
    }

    /** How many lines with a record. */
    public long size() {
        return size;
    }

    /** K; empty when the pipeline does not name it and there are no logits. */
    public OptionalInt classes() {
        return classes;
    }

    /** Takes the records of a file one by one, each with its event time if its line gave one. */
    public interface Sink {

        void sample(Sample sample, OptionalLong eventTime);

        void logits(Logits row, OptionalLong eventTime);
    }

    /** Hands every record on, in the order of the lines. */
    public void forEach(Consumer<Sample> onSample, Consumer<Logits> onLogits) throws IOException {
        forEach(new Sink() {
            @Override
            public void sample(Sample sample, OptionalLong eventTime) {
                onSample.accept(sample);
            }

            @Override
            public void logits(Logits row, OptionalLong eventTime) {
                onLogits.accept(row);
            }
        });
    }

    /** Hands every record on with its event time, in the order of the lines. */
    public void forEach(Sink sink) throws IOException {
        try (JsonlReader reader = new JsonlReader(file)) {
            for (JsonLine line = reader.next(); line != null; line = reader.next()) {
                if (line.kind() == JsonLine.Kind.SAMPLE) {
                    sink.sample(sample(line), line.eventTime());
                } else {
                    sink.logits(logits.read(line), line.eventTime());
                }
            }
        }
    }
}
