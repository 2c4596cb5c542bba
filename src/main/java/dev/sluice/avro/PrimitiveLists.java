package dev.sluice.avro;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.DoubleArray;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.apache.avro.generic.PrimitivesArrays.IntArray;
import org.apache.avro.generic.PrimitivesArrays.LongArray;

/**
 * Between the lists of numbers in records and plain arrays. Our decoders fill lists that hold primitives; from those, and
 * into those, nothing is boxed. Lists of any other kind work too, at the price of boxes.
 */
public final class PrimitiveLists {

    private static final Schema FLOATS = Schema.createArray(Schema.create(Schema.Type.FLOAT));
    private static final Schema DOUBLES = Schema.createArray(Schema.create(Schema.Type.DOUBLE));
    private static final Schema INTS = Schema.createArray(Schema.create(Schema.Type.INT));
    private static final Schema LONGS = Schema.createArray(Schema.create(Schema.Type.LONG));

    private PrimitiveLists() {}

    /** A new array with the content of the list. */
    public static float[] floats(List<Float> list) {
        float[] values = new float[list.size()];
        if (list instanceof FloatArray primitive) {
            for (int i = 0; i < values.length; i++) {
                values[i] = primitive.getFloat(i);
            }
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = list.get(i);
            }
        }
        return values;
    }

    /** A new array with the content of the list. */
    public static double[] doubles(List<Double> list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list instanceof DoubleArray primitive ? primitive.getDouble(i) : list.get(i);
        }
        return values;
    }

    /** A new array with the content of the list. */
    public static int[] ints(List<Integer> list) {
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list instanceof IntArray primitive ? primitive.getInt(i) : list.get(i);
        }
        return values;
    }

    /** A new array with the content of the list. */
    public static long[] longs(List<Long> list) {
        long[] values = new long[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list instanceof LongArray primitive ? primitive.getLong(i) : list.get(i);
        }
        return values;
    }

    /** A list with a copy of the values. */
    public static List<Float> list(float... values) {
        FloatArray list = new FloatArray(values.length, FLOATS);
        for (int i = 0; i < values.length; i++) {
            list.add(i, values[i]);
        }
        return list;
    }

    /** A list with a copy of the values. */
    public static List<Double> list(double... values) {
        DoubleArray list = new DoubleArray(values.length, DOUBLES);
        for (int i = 0; i < values.length; i++) {
            list.add(i, values[i]);
        }
        return list;
    }

    /** A list with a copy of the values. */
    public static List<Integer> list(int... values) {
        IntArray list = new IntArray(values.length, INTS);
        for (int i = 0; i < values.length; i++) {
            list.add(i, values[i]);
        }
        return list;
    }

    /** A list with a copy of the values. */
    public static List<Long> list(long... values) {
        LongArray list = new LongArray(values.length, LONGS);
        for (int i = 0; i < values.length; i++) {
            list.add(i, values[i]);
        }
        return list;
    }
}
