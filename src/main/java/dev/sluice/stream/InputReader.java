package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.LetterCause;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordBody;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.PipelineSpec;
import java.util.OptionalInt;

/** Turns a raw record into an input, or says what is wrong with it. Knows nothing of stores and time. */
final class InputReader {

    private final InputRules rules;
    private final RecordDecoder<Sample> samples;
    private final RecordDecoder<Logits> logits;
    private final RecordBody<Sample> bodies = new RecordBody<>(Sample.class);

    /** @param features how many features a sample must have that has any; empty where nobody scores samples */
    InputReader(PipelineSpec spec, Registry registry, OptionalInt features) {
        this.rules = new InputRules(spec, features);
        this.samples = new RecordDecoder<>(registry, Sample.class);
        this.logits = new RecordDecoder<>(registry, Logits.class);
    }

    /**
     * @throws BadRecordException when the record itself is at fault
     * @throws RegistryUnavailableException when its schema could not be asked for
     * @throws UnknownSchemaException when the registry is healthy and does not know its schema
     */
    Input read(RawInput raw) throws BadRecordException, RegistryUnavailableException, UnknownSchemaException {
        rules.checkEnvelope(raw);
        String key = rules.text(raw.key());
        return raw.origin().side() == Side.SAMPLES ? sample(raw, key) : logits(raw, key);
    }

    private Input sample(RawInput raw, String key)
            throws BadRecordException, RegistryUnavailableException, UnknownSchemaException {
        Sample record = samples.decode(raw.value());
        rules.checkKey(key, record.getSampleId());
        rules.checkLabel(record.getLabel());
        rules.checkFeatures(record.getFeatures());
        byte[] body = bodies.encode(record);
        rules.checkSize(body.length);
        return new Input.OfSample(
                key,
                new PendingSample(
                        record.getLabel(),
                        raw.origin().partition(),
                        raw.origin().offset(),
                        raw.origin().time(),
                        body),
                record.getFeatures() != null);
    }

    private Input logits(RawInput raw, String key)
            throws BadRecordException, RegistryUnavailableException, UnknownSchemaException {
        Logits record = logits.decode(raw.value());
        rules.checkKey(key, record.getSampleId());
        rules.checkModel(record.getModelId());
        rules.checkVersion(record.getModelVersion());
        float[] scores = PrimitiveLists.floats(record.getLogits());
        rules.checkLogits(scores);
        if (record.getPresentation() < 0) {
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA,
                    "presentation is " + record.getPresentation() + ", it counts from 0");
        }
        return new Input.OfLogits(
                key,
                new PendingLogits(
                        new ModelKey(record.getModelId(), record.getModelVersion()),
                        scores,
                        record.getOutOfSample(),
                        record.getPresentation(),
                        raw.origin().partition(),
                        raw.origin().offset(),
                        raw.origin().time()));
    }
}
