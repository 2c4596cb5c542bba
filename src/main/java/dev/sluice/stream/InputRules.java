package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.LetterCause;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;

/** What an input record must be, each rule with the letter that its breach earns. */
public final class InputRules {

    /** Largest sample, in bytes, that is sure to fit the default limits of producers and brokers with its decision. */
    public static final int MAX_SAMPLE_BYTES = 1_000_000;

    /**
     * Longest sample id in bytes and longest model version in characters. Both are repeated in keys, rows and stores, which
     * have limits of their own.
     */
    public static final int MAX_NAME = 4_096;

    private static final char NO_TEXT = '\ufffd';

    private final int classes;
    private final int partitions;
    private final boolean repartitioned;
    private final OptionalInt features;
    private final Set<String> models = new TreeSet<>();

    InputRules(PipelineSpec spec, OptionalInt features) {
        this.features = features;
        this.classes = spec.classes().size();
        this.partitions = spec.topics().partitions();
        this.repartitioned = spec.topics().repartition();
        for (ModelSpec model : spec.models()) {
            models.add(model.id());
        }
    }

    /** Rules that need no decoding. */
    void checkEnvelope(RawInput raw) throws BadRecordException {
        OptionalLong tick = Tick.time(raw.headers());
        if (tick.isPresent()) {
            throw new BadRecordException(
                    LetterCause.FUTURE_TIMESTAMP,
                    "a tick of the time " + tick.getAsLong()
                            + " is further ahead of the clock than pairing.futureTolerance and pairing.wait allow");
        }
        if (raw.value() == null) {
            throw new BadRecordException(
                    LetterCause.TOMBSTONE, "the value is null: inputs are facts and cannot be deleted");
        }
        if (raw.key() == null) {
            throw new BadRecordException(LetterCause.NULL_KEY, "the key is null: it must be the sample id as UTF-8");
        }
        if (raw.key().length > MAX_NAME) {
            throw new BadRecordException(
                    LetterCause.TOO_LARGE,
                    "the key has " + raw.key().length + " bytes, a sample id has at most " + MAX_NAME);
        }
        Header future = raw.headers().lastHeader(InputTimestamps.FUTURE);
        if (future != null) {
            throw new BadRecordException(
                    LetterCause.FUTURE_TIMESTAMP,
                    "the timestamp " + new String(future.value(), StandardCharsets.UTF_8)
                            + " is further ahead of the clock than pairing.futureTolerance allows");
        }
        if (repartitioned) {
            return;
        }
        int home = BuiltInPartitioner.partitionForKey(raw.key(), partitions);
        if (home != raw.origin().partition()) {
            throw new BadRecordException(
                    LetterCause.WRONG_PARTITION,
                    "the key belongs to partition " + home + " of " + partitions + ", the record is in "
                            + raw.origin().partition()
                            + ": use the Java client's partitioner (murmur2) in every producer of the inputs,"
                            + " or set topics.repartition to true");
        }
    }

    /** The key as text. Bytes that are no text would all read as the same replacement character, and meet each other. */
    String text(byte[] key) throws BadRecordException {
        String text = new String(key, StandardCharsets.UTF_8);
        if (text.indexOf(NO_TEXT) >= 0 && !Arrays.equals(key, text.getBytes(StandardCharsets.UTF_8))) {
            throw new BadRecordException(
                    LetterCause.KEY_MISMATCH, "the key is not UTF-8: it must be the sample id as UTF-8");
        }
        return text;
    }

    void checkKey(String key, String sampleId) throws BadRecordException {
        if (!key.equals(sampleId)) {
            throw new BadRecordException(
                    LetterCause.KEY_MISMATCH,
                    "the key is '" + shown(key) + "' and sample_id is '" + shown(sampleId) + "': they must be equal");
        }
    }

    void checkLabel(int label) throws BadRecordException {
        if (label < 0 || label >= classes) {
            throw new BadRecordException(
                    LetterCause.LABEL_RANGE,
                    "label " + label + " is outside 0.." + (classes - 1) + " (classes: " + classes + ")");
        }
    }

    /** @param values features of a sample, null for none; the model that scores samples gives their number */
    void checkFeatures(List<Float> values) throws BadRecordException {
        if (values == null || features.isEmpty()) {
            return;
        }
        if (values.size() != features.getAsInt()) {
            throw new BadRecordException(
                    LetterCause.FEATURES_SIZE,
                    "features has " + values.size() + " values, the model of scorer.model takes "
                            + features.getAsInt());
        }
        float[] numbers = PrimitiveLists.floats(values);
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw new BadRecordException(
                        LetterCause.NOT_FINITE,
                        "features[" + i + "] is " + numbers[i] + ", a finite number is expected");
            }
        }
    }

    void checkSize(int bytes) throws BadRecordException {
        if (bytes > MAX_SAMPLE_BYTES) {
            throw new BadRecordException(
                    LetterCause.TOO_LARGE,
                    "the sample has " + bytes + " bytes, at most " + MAX_SAMPLE_BYTES
                            + " pass: keep the payload elsewhere and send payload_ref");
        }
    }

    void checkModel(String model) throws BadRecordException {
        if (!models.contains(model)) {
            throw new BadRecordException(
                    LetterCause.UNKNOWN_MODEL,
                    "model_id is '" + shown(model) + "', this pipeline awaits " + String.join(", ", models));
        }
    }

    void checkVersion(String version) throws BadRecordException {
        if (version.length() > MAX_NAME) {
            throw new BadRecordException(
                    LetterCause.TOO_LARGE,
                    "model_version has " + version.length() + " characters, at most " + MAX_NAME + " pass");
        }
    }

    void checkLogits(float[] logits) throws BadRecordException {
        if (logits.length == 0) {
            throw new BadRecordException(LetterCause.EMPTY_LOGITS, "logits is empty, " + classes + " are expected");
        }
        if (logits.length != classes) {
            throw new BadRecordException(
                    LetterCause.LOGITS_SIZE,
                    "logits has " + logits.length + " values, " + classes + " are expected (classes: " + classes + ")");
        }
        for (int k = 0; k < logits.length; k++) {
            if (!Float.isFinite(logits[k])) {
                throw new BadRecordException(
                        LetterCause.NOT_FINITE, "logits[" + k + "] is " + logits[k] + ", a finite number is expected");
            }
        }
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
