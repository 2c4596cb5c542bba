package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.spec.PipelineSpec;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Headers;

/** Reads a letter's record again, by the very rules of the filter, as if it came now and were placed by its key. */
public final class LetterCheck {

    private final PipelineSpec spec;
    private final InputReader reader;

    public LetterCheck(PipelineSpec spec, Registry registry) {
        this.spec = spec;
        this.reader = new InputReader(spec, registry, OptionalInt.empty());
    }

    /**
     * What is still wrong with a record; empty when the filter would take it.
     *
     * @param topic one of the pipeline's inputs
     * @throws RegistryUnavailableException when its schema cannot be asked for
     */
    public Optional<BadRecordException> fault(String topic, byte[] key, byte[] value, Headers headers)
            throws RegistryUnavailableException {
        int home = key == null
                ? 0
                : BuiltInPartitioner.partitionForKey(key, spec.topics().partitions());
        Side side = topic.equals(spec.topics().samples()) ? Side.SAMPLES : Side.LOGITS;
        try {
            reader.read(new RawInput(new Origin(side, topic, home, 0, 0), key, value, headers));
            return Optional.empty();
        } catch (BadRecordException still) {
            return Optional.of(still);
        } catch (UnknownSchemaException still) {
            return Optional.of(new BadRecordException(still.letterCause(), still.getMessage()));
        }
    }
}
