package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.sluice.audit.AuditResult;
import dev.sluice.audit.LabelHealth;
import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.LabelScore;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.SparseCounts;
import dev.sluice.noise.SparseMatrix;
import dev.sluice.spec.ClassList;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * An audit for machines, written straight to where it goes: with scores it may be larger than memory.
 *
 * @param input what was audited
 * @param result what was found
 * @param scores whether the scores of all rows are written too
 */
record AuditJson(AuditInput input, AuditResult result, boolean scores) implements JsonSerializable {

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        double[] thresholds = result.learnt().thresholds();
        json.writeStartObject();
        json.writeNumberField("n", input.rows().size());
        json.writeNumberField("classes", thresholds.length);
        if (!input.classes().equals(ClassList.count(thresholds.length))) {
            json.writeObjectField("class_names", input.classes().names());
        }
        json.writeStringField("model", input.model().toString());
        json.writeStringField("method", result.method());
        json.writeFieldName("thresholds");
        json.writeArray(thresholds, 0, thresholds.length);
        write(json, "confident_joint_raw", result.learnt().confidentJoint());
        write(json, "confident_joint", result.calibrated());
        writeJoint(json);
        write(json, "noise_matrix", result.learnt().noise().givenByTrue());
        double[] prior = result.learnt().noise().prior();
        json.writeFieldName("prior");
        json.writeArray(prior, 0, prior.length);
        json.writeNumberField(
                "label_health", LabelHealth.of(result.calibrated()).overall());
        json.writeNumberField("estimated_issues", result.estimatedIssues());
        if (result.expectedWrong().isPresent()) {
            json.writeNumberField("expected_wrong", result.expectedWrong().getAsDouble());
        }
        json.writeNumberField("flagged", result.issues().length);
        writeIssues(json);
        if (scores) {
            writeScores(json);
        }
        json.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer types)
            throws IOException {
        serialize(json, provider);
    }

    private void writeIssues(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("issues");
        for (int row : result.issues()) {
            json.writeNumber(input.rows().fileRow(row));
        }
        json.writeEndArray();
        if (input.named()) {
            json.writeArrayFieldStart("issue_ids");
            for (int row : result.issues()) {
                json.writeString(input.rows().id(row));
            }
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, String field, SparseCounts counts) throws IOException {
        json.writeArrayFieldStart(field);
        long[] dense = new long[counts.classes()];
        for (int row = 0; row < counts.classes(); row++) {
            Arrays.fill(dense, 0);
            for (int i = counts.rowStarts()[row]; i < counts.rowStarts()[row + 1]; i++) {
                dense[counts.columns()[i]] = counts.counts()[i];
            }
            json.writeArray(dense, 0, dense.length);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String field, SparseMatrix matrix) throws IOException {
        json.writeArrayFieldStart(field);
        for (int row = 0; row < matrix.classes(); row++) {
            writeRow(json, matrix.rowStarts(), matrix.columns(), row, i -> matrix.values()[i]);
        }
        json.writeEndArray();
    }

    /** The calibrated joint as a distribution. */
    private void writeJoint(JsonGenerator json) throws IOException {
        SparseCounts counts = result.calibrated();
        double samples = result.learnt().samples();
        json.writeArrayFieldStart("joint");
        for (int row = 0; row < counts.classes(); row++) {
            writeRow(json, counts.rowStarts(), counts.columns(), row, i -> counts.counts()[i] / samples);
        }
        json.writeEndArray();
    }

    private static void writeRow(JsonGenerator json, int[] rowStarts, int[] columns, int row, IntToDoubleFunction value)
            throws IOException {
        double[] dense = new double[rowStarts.length - 1];
        for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
            dense[columns[i]] = value.applyAsDouble(i);
        }
        json.writeArray(dense, 0, dense.length);
    }

    private void writeScores(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("scores");
        for (LabelScore score : LabelScore.values()) {
            writeScore(json, name(score), score, false);
            if (score != LabelScore.CONFIDENCE_WEIGHTED_ENTROPY) {
                writeScore(json, name(score) + "_adjusted", score, true);
            }
        }
        if (result.learnt().posterior().isPresent()) {
            writePWrong(json, result.learnt().posterior().get());
        }
        json.writeEndObject();
    }

    private void writePWrong(JsonGenerator json, PosteriorModel posterior) throws IOException {
        ProbabilityRows rows = input.rows();
        ProbabilityBlock block = new ProbabilityBlock(rows.classes());
        json.writeArrayFieldStart("p_wrong");
        for (int first = 0; first < rows.size(); ) {
            int count = rows.read(first, block);
            for (int i = 0; i < count; i++) {
                double logOdds = posterior.logOdds(rows.logits(first + i), block.labels()[i]);
                json.writeNumber(PosteriorModel.probability(logOdds));
            }
            first += count;
        }
        json.writeEndArray();
    }

    private void writeScore(JsonGenerator json, String field, LabelScore score, boolean adjusted) throws IOException {
        ProbabilityRows rows = input.rows();
        ProbabilityBlock block = new ProbabilityBlock(rows.classes());
        double[] row = new double[rows.classes()];
        json.writeArrayFieldStart(field);
        for (int first = 0; first < rows.size(); ) {
            int count = rows.read(first, block);
            for (int i = 0; i < count; i++) {
                int from = i * row.length;
                if (adjusted) {
                    LabelScore.adjust(
                            block.probabilities(), from, result.learnt().thresholds(), row);
                } else {
                    System.arraycopy(block.probabilities(), from, row, 0, row.length);
                }
                json.writeNumber(score.of(row, 0, row.length, block.labels()[i]));
            }
            first += count;
        }
        json.writeEndArray();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
