package dev.sluice.avro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.generic.PrimitivesArrays.IntArray;
import org.apache.avro.generic.PrimitivesArrays.LongArray;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads generated records whose bytes were written with exactly their schema, which is nearly all that ever comes. Then
 * nothing has to be resolved, and Avro's parser, which looks every value up in a grammar, can stay out of it: that makes
 * this several times as fast, and numbers in lists are never boxed.
 *
 * <p>The schema is turned into a tree of steps once. Only what our schemas use is here: no fixed, no logical types, no
 * recursion, no elements of no bytes. Counts and lengths never make more room than the bytes that are left could fill.
 */
final class PlainReader<T extends SpecificRecord> {

    private interface Step {
        Object read(BinaryDecoder in) throws IOException;
    }

    private final Step root;

    PlainReader(Schema schema) {
        this.root = step(schema);
    }

    /** Whether records of the writer's schema are, byte for byte, records of the reader's. */
    static boolean reads(Schema writer, Schema reader) {
        return SchemaNormalization.toParsingForm(writer).equals(SchemaNormalization.toParsingForm(reader));
    }

    @SuppressWarnings("unchecked")
    T read(BinaryDecoder in) throws IOException {
        return (T) root.read(in);
    }

    private static Step step(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> in -> null;
            case BOOLEAN -> BinaryDecoder::readBoolean;
            case INT -> BinaryDecoder::readInt;
            case LONG -> BinaryDecoder::readLong;
            case FLOAT -> BinaryDecoder::readFloat;
            case DOUBLE -> BinaryDecoder::readDouble;
            case STRING -> BinaryDecoder::readString;
            case BYTES -> in -> in.readBytes(null);
            case ENUM -> symbol(schema);
            case UNION -> branch(schema);
            case MAP -> map(schema);
            case ARRAY -> array(schema);
            case RECORD -> record(schema);
            case FIXED -> throw new IllegalArgumentException("no fixed in our schemas: " + schema);
        };
    }

    private static Step record(Schema schema) {
        Class<?> type = SpecificData.get().getClass(schema);
        Step[] fields =
                schema.getFields().stream().map(field -> step(field.schema())).toArray(Step[]::new);
        return in -> {
            SpecificRecord record = (SpecificRecord) SpecificData.newInstance(type, schema);
            for (int i = 0; i < fields.length; i++) {
                record.put(i, fields[i].read(in));
            }
            return record;
        };
    }

    private static Step symbol(Schema schema) {
        Object[] symbols = schema.getEnumSymbols().stream()
                .map(symbol -> SpecificData.get().createEnum(symbol, schema))
                .toArray();
        return in -> symbols[within(in.readEnum(), symbols.length, "enum symbol")];
    }

    private static Step branch(Schema schema) {
        Step[] branches = schema.getTypes().stream().map(PlainReader::step).toArray(Step[]::new);
        return in -> branches[within(in.readIndex(), branches.length, "union branch")].read(in);
    }

    private static int within(int index, int size, String what) {
        if (index < 0 || index >= size) {
            throw new AvroRuntimeException(what + " " + index + " is outside 0.." + (size - 1));
        }
        return index;
    }

    private static Step map(Schema schema) {
        Step value = step(schema.getValueType());
        return in -> {
            Map<String, Object> map = new HashMap<>();
            for (long block = in.readMapStart(); block > 0; block = in.mapNext()) {
                for (long i = 0; i < block; i++) {
                    map.put(in.readString(), value.read(in));
                }
            }
            return map;
        };
    }

    private static Step array(Schema schema) {
        return switch (schema.getElementType().getType()) {
            case FLOAT ->
                in -> {
                    long block = in.readArrayStart();
                    FloatArray list = new FloatArray(room(block, Float.BYTES, in), schema);
                    for (; block > 0; block = in.arrayNext()) {
                        for (long i = 0; i < block; i++) {
                            list.add(list.size(), in.readFloat());
                        }
                    }
                    return list;
                };
            case DOUBLE ->
                in -> {
                    long block = in.readArrayStart();
                    DoubleArray list = new DoubleArray(room(block, Double.BYTES, in), schema);
                    for (; block > 0; block = in.arrayNext()) {
                        for (long i = 0; i < block; i++) {
                            list.add(list.size(), in.readDouble());
                        }
                    }
                    return list;
                };
            case INT ->
                in -> {
                    long block = in.readArrayStart();
                    IntArray list = new IntArray(room(block, 1, in), schema);
                    for (; block > 0; block = in.arrayNext()) {
                        for (long i = 0; i < block; i++) {
                            list.add(list.size(), in.readInt());
                        }
                    }
                    return list;
                };
            case LONG ->
                in -> {
                    long block = in.readArrayStart();
                    LongArray list = new LongArray(room(block, 1, in), schema);
                    for (; block > 0; block = in.arrayNext()) {
                        for (long i = 0; i < block; i++) {
                            list.add(list.size(), in.readLong());
                        }
                    }
                    return list;
                };
            default -> list(step(schema.getElementType()));
        };
    }

    /** Elements take at least a byte each, so a false count soon comes to the end of the bytes. */
    private static Step list(Step element) {
        return in -> {
            long block = in.readArrayStart();
            List<Object> list = new ArrayList<>(room(block, 1, in));
            for (; block > 0; block = in.arrayNext()) {
                for (long i = 0; i < block; i++) {
                    list.add(element.read(in));
                }
            }
            return list;
        };
    }

    /** How many elements to make room for: what is said, as far as the bytes that are left can bear it. */
    private static int room(long said, int least, BinaryDecoder in) {
        return (int) Math.min(said, in.remainingBytes() / least);
    }
}
