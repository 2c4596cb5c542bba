package dev.sluice.avro;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/** Avro's writer of generated records, except that lists which hold primitive floats are written without boxes. */
final class PrimitiveWriter<T> extends SpecificDatumWriter<T> {

    PrimitiveWriter(Schema schema) {
        super(schema, SpecificData.get());
    }

    @Override
    protected void writeArray(Schema schema, Object datum, Encoder out) throws IOException {
        if (!(datum instanceof FloatArray floats) || schema.getElementType().getType() != Schema.Type.FLOAT) {
            super.writeArray(schema, datum, out);
            return;
        }
        int size = floats.size();
        out.writeArrayStart();
        out.setItemCount(size);
        for (int i = 0; i < size; i++) {
            out.startItem();
            out.writeFloat(floats.getFloat(i));
        }
        out.writeArrayEnd();
    }
}
