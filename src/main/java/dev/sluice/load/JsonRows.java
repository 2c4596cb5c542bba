package dev.sluice.load;

import dev.sluice.avro.Logits;
import dev.sluice.avro.Sample;
import dev.sluice.files.InputFileException;
import dev.sluice.files.JsonLine;
import dev.sluice.files.JsonlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A file of samples and logits as JSON lines. It is read twice: once to check it whole, once to hand it on. */
public final class JsonRows {

    private final Path file;
    private final JsonRecords<Sample> samples = new JsonRecords<>(Sample.class);
    private final JsonRecords<Logits> logits = new JsonRecords<>(Logits.class);
    private long size;

    private JsonRows(Path file) {
        this.file = file;
    }

    /**
     * Checks every line.
     *
     * @param classes K where it is known; then a label out of range and a row of another length are refused too
     * @throws InputFileException at the first bad line
     */
    public static JsonRows open(Path file, OptionalInt classes) throws IOException {
        JsonRows rows = new JsonRows(file);
        try (JsonlReader reader = new JsonlReader(file)) {
            for (JsonLine line = reader.next(); line != null; line = reader.next()) {
                if (line.kind() == JsonLine.Kind.SAMPLE) {
                    int label = rows.samples.read(line).getLabel();
                    if (classes.isPresent() && (label < 0 || label >= classes.getAsInt())) {
                        throw line.fault("label " + label + " is outside 0.." + (classes.getAsInt() - 1) + " (classes: "
                                + classes.getAsInt() + ")");
                    }
                } else {
                    int length = rows.logits.read(line).getLogits().size();
                    if (length != classes.orElse(length)) {
                        throw line.fault(
                                "logits has " + length + " values, the pipeline has classes: " + classes.getAsInt());
                    }
                }
                rows.size++;
            }
        }
        if (rows.size == 0) {
            throw InputFileException.in(file, "has no lines");
        }
        return rows;
    }

    /** How many lines with a record. */
    public long size() {
        return size;
    }

    /** Hands every record on, in the order of the lines. */
    void forEach(Consumer<Sample> onSample, Consumer<Logits> onLogits) throws IOException {
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
