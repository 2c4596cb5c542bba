package dev.sluice.avro;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** Schemas of generated classes. */
public final class RecordSchemas {

    private RecordSchemas() {}

    /** The schema of a generated class, as the code reads and writes it. */
    public static Schema of(Class<?> type) {
        TrustedRecords.allow();
        return SpecificData.get().getSchema(type);
    }
}
