package dev.sluice.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.generic.PrimitivesArrays.IntArray;
import org.apache.avro.generic.PrimitivesArrays.LongArray;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes generated records. The schema is turned into a tree of steps once, so that no value has to be asked for its type,
 * and numbers in our own lists are not boxed: the counterpart of {@link PlainReader}, with the same limits. Of unions it
 * knows what our schemas have: null, or one other type.
 */
final class PlainWriter {

    private interface Step {
        void write(Object value, Encoder out) throws IOException;
    }

    private final Step root;

    PlainWriter(Schema schema) {
        this.root = step(schema);
    }

    void write(SpecificRecord record, Encoder out) throws IOException {
        root.write(record, out);
    }

    private static Step step(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> (value, out) -> {};
            case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) value);
            case INT -> (value, out) -> out.writeInt((Integer) value);
            case LONG -> (value, out) -> out.writeLong((Long) value);
            case FLOAT -> (value, out) -> out.writeFloat((Float) value);
            case DOUBLE -> (value, out) -> out.writeDouble((Double) value);
            case STRING -> (value, out) -> out.writeString((String) value);
            case BYTES -> (value, out) -> out.writeBytes((ByteBuffer) value);
            case ENUM -> (value, out) -> out.writeEnum(schema.getEnumOrdinal(value.toString()));
            case UNION -> nullable(schema);
            case MAP -> map(step(schema.getValueType()));
            case ARRAY -> array(schema.getElementType());
            case RECORD -> record(schema);
            case FIXED -> throw new IllegalArgumentException("no fixed in our schemas: " + schema);
        };
    }

    private static Step record(Schema schema) {
        List<Schema.Field> fields = schema.getFields();
        Step[] steps = fields.stream().map(field -> step(field.schema())).toArray(Step[]::new);
        return (value, out) -> {
            SpecificRecord record = (SpecificRecord) value;
            for (int i = 0; i < steps.length; i++) {
                Object content = record.get(i);
                try {
                    steps[i].write(content, out);
                } catch (NullPointerException | ClassCastException wrong) {
                    throw new AvroTypeException(
                            schema.getName() + "." + fields.get(i).name() + " cannot be " + content, wrong);
                }
            }
        };
    }

    private static Step nullable(Schema schema) {
        List<Schema> branches = schema.getTypes();
        if (branches.size() != 2 || !schema.isNullable()) {
            throw new IllegalArgumentException("a union in our schemas is null or one other type, not " + schema);
        }
        int none = branches.get(0).getType() == Schema.Type.NULL ? 0 : 1;
        Step some = step(branches.get(1 - none));
        return (value, out) -> {
            if (value == null) {
                out.writeIndex(none);
            } else {
                out.writeIndex(1 - none);
                some.write(value, out);
            }
        };
    }

    private static Step map(Step content) {
        return (value, out) -> {
            Map<?, ?> map = (Map<?, ?>) value;
            out.writeMapStart();
            out.setItemCount(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.startItem();
                out.writeString((String) entry.getKey());
                content.write(entry.getValue(), out);
            }
            out.writeMapEnd();
        };
    }

    private static Step array(Schema items) {
        Step element = step(items);
        return (value, out) -> {
            List<?> list = (List<?>) value;
            out.writeArrayStart();
            out.setItemCount(list.size());
            if (list instanceof FloatArray floats && items.getType() == Schema.Type.FLOAT) {
                for (int i = 0; i < floats.size(); i++) {
                    out.startItem();
                    out.writeFloat(floats.getFloat(i));
                }
            } else if (list instanceof DoubleArray doubles && items.getType() == Schema.Type.DOUBLE) {
                for (int i = 0; i < doubles.size(); i++) {
                    out.startItem();
                    out.writeDouble(doubles.getDouble(i));
                }
            } else if (list instanceof LongArray longs && items.getType() == Schema.Type.LONG) {
                for (int i = 0; i < longs.size(); i++) {
                    out.startItem();
                    out.writeLong(longs.getLong(i));
                }
            } else if (list instanceof IntArray ints && items.getType() == Schema.Type.INT) {
                for (int i = 0; i < ints.size(); i++) {
                    out.startItem();
                    out.writeInt(ints.getInt(i));
                }
            } else {
                for (Object item : list) {
                    out.startItem();
                    element.write(item, out);
                }
            }
            out.writeArrayEnd();
        };
    }
}
