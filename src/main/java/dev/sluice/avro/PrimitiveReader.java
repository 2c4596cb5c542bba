package dev.sluice.avro;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Avro's reader of generated records, except that floats go from the bytes into an array without a box each.
 *
 * <p>Avro's "fast reader" is off on purpose: it boxes every element and keeps the boxes. For one thread.
 */
final class PrimitiveReader<T> extends SpecificDatumReader<T> {

    PrimitiveReader(Schema writer, Schema reader) {
        super(writer, reader, model());
    }

    private static SpecificData model() {
        TrustedRecords.allow();
        SpecificData model = new SpecificData(PrimitiveReader.class.getClassLoader());
        model.setFastReaderEnabled(false);
        return model;
    }

    @Override
    protected Object readArray(Object old, Schema expected, ResolvingDecoder in) throws IOException {
        if (expected.getElementType().getType() != Schema.Type.FLOAT) {
            return super.readArray(old, expected, in);
        }
        long block = in.readArrayStart();
        // The writer may have sent ints, which take one byte: that bounds what a hostile count can allocate.
        FloatArray floats = new FloatArray((int) Math.min(block, Math.max(0, in.remainingBytes())), expected);
        int size = 0;
        while (block > 0) {
            for (long i = 0; i < block; i++) {
                floats.add(size++, in.readFloat());
            }
            block = in.arrayNext();
        }
        return floats;
    }
}
