package dev.sluice.replay;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Origin;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a row that holds a decision: a clean row, a quarantined one or a bare decision, as the name of its schema says. */
final class DecidedRowDecoder {

    private final Registry registry;
    private final Map<Integer, String> kinds = new HashMap<>();
    private final RecordDecoder<CleanSample> clean;
    private final RecordDecoder<QuarantinedSample> quarantine;
    private final RecordDecoder<Decision> bare;

    DecidedRowDecoder(Registry registry) {
        this.registry = registry;
        this.clean = new RecordDecoder<>(registry, CleanSample.class);
        this.quarantine = new RecordDecoder<>(registry, QuarantinedSample.class);
        this.bare = new RecordDecoder<>(registry, Decision.class);
    }

    /** @throws RangeException when it is something else, or cannot be read now */
    DecidedRow decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new RangeException(place(record) + ": holds no value; nobody but the pipeline may write there");
        }
        try {
            return read(record);
        } catch (BadRecordException | UnknownSchemaException foreign) {
            throw new RangeException(place(record) + ": is no row with a decision: " + foreign.getMessage(), foreign);
        } catch (RegistryUnavailableException away) {
            throw new RangeException(away.getMessage(), away);
        }
    }

    private DecidedRow read(ConsumerRecord<byte[], byte[]> record)
            throws BadRecordException, UnknownSchemaException, RegistryUnavailableException {
        byte[] value = record.value();
        int id = RecordDecoder.schemaId(value);
        String kind = kinds.get(id);
        if (kind == null) {
            kind = registry.schema(id).getName();
            kinds.put(id, kind);
        }
        if (kind.equals(CleanSample.class.getSimpleName())) {
            CleanSample row = clean.decode(value);
            return new DecidedRow(record, row.getSample(), row.getSoftLabel(), row.getOrigin(), row.getDecision());
        }
        if (kind.equals(QuarantinedSample.class.getSimpleName())) {
            QuarantinedSample row = quarantine.decode(value);
            return new DecidedRow(record, row.getSample(), null, row.getOrigin(), row.getDecision());
        }
        return new DecidedRow(record, null, null, Origin.LIVE, bare.decode(value));
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + " partition " + record.partition() + " offset " + record.offset();
    }
}
